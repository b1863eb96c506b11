//! What is made of what servers answer.

use super::*;

#[test]
fn each_answer_is_understood() {
    let server = Server::new(|method, path, _| match (method, path) {
        (_, "/a") => status(200),
        ("HEAD", "/no-head" | "/no-head-404" | "/no-head-cut") => match path {
            "/no-head" => status(405),
            "/no-head-404" => status(404),
            _ => None,
        },
        ("GET", "/no-head" | "/no-head-404" | "/no-head-cut") => {
            head(200, "Content-Length: 100000000000\r\n")
        }
        (_, "/missing") => status(404),
        (_, "/withdrawn") => status(410),
        (_, "/guarded") => status(403),
        (_, "/script") => status(521),
        (_, "/broken") => status(500),
        (_, "/cut") => None,
        (_, "/rubbish") => Some("rubbish\r\n\r\n".into()),
        (_, "/moved") => to(301, "/moved/2?a=%E7%94%B2#part"),
        (_, "/moved/2?a=%E7%94%B2") => to(308, "../a"),
        (_, "/for-now") => to(302, "a"),
        (_, "/half") => to(301, "/for-now"),
        (_, "/moved-away") => to(301, "/missing"),
        (_, "/circle") => to(302, "/circle/2"),
        (_, "/circle/2") => to(302, "/circle"),
        (_, "/nowhere") => head(302, ""),
        (_, "/to-mail") => to(302, "mailto:a@example.com"),
        (_, "/to-inside") => to(302, "/inside"),
        (_, path) => {
            let depth: usize = path.trim_start_matches("/deep/").parse().unwrap();
            to(302, &format!("/deep/{}", depth + 1))
        }
    });
    let moved = |path| Answer::Moved(server.url(path).into());
    for (path, expected) in [
        ("/a", Answer::Fine),
        ("/no-head", Answer::Fine),
        ("/no-head-404", Answer::Fine),
        ("/no-head-cut", Answer::Fine),
        ("/missing", Answer::Gone(404)),
        ("/withdrawn", Answer::Gone(410)),
        ("/guarded", Answer::Undecided),
        ("/script", Answer::Undecided),
        ("/broken", TROUBLE(Trouble::Status(500))),
        ("/cut", TROUBLE(Trouble::Cut)),
        ("/rubbish", TROUBLE(Trouble::Cut)),
        ("/moved", moved("/a")),
        ("/for-now", Answer::Fine),
        ("/half", moved("/for-now")),
        ("/moved-away", Answer::Gone(404)),
        ("/circle", TROUBLE(Trouble::Redirects)),
        ("/deep/0", TROUBLE(Trouble::Redirects)),
        ("/nowhere", TROUBLE(Trouble::Redirects)),
        ("/to-mail", TROUBLE(Trouble::BadRedirect)),
        ("/to-inside", TROUBLE(Trouble::BadRedirect)),
    ] {
        assert_eq!(answer(&server, path).0, expected, "{path}");
    }
    let asked = server.asked();
    let count = |line: &str| asked.iter().filter(|asked| *asked == line).count();
    assert_eq!(count("GET /a"), 0, "what HEAD tells is not asked again");
    assert_eq!(count("HEAD /inside"), 0, "what lies inside is not asked");
    let deep = asked.iter().filter(|line| line.contains("/deep/"));
    assert_eq!(deep.count(), 11, "ten redirects are followed");
    let agent = format!("gongkai/{} (checks links)", env!("CARGO_PKG_VERSION"));
    assert_eq!(server.log.lock().unwrap().agent, agent);
}

#[test]
fn who_is_not_there_is_told() {
    // Only the system may listen here, and no system does.
    let port = 1;
    let log = Arc::default();
    let nobody = Server { port, log };
    assert_eq!(answer(&nobody, "/").0, TROUBLE(Trouble::Refused));
}

#[test]
fn a_server_that_never_answers_is_given_up() {
    let (hold, held) = std::sync::mpsc::channel::<()>();
    let held = Mutex::new(held);
    let server = Server::new(move |_, _, _| {
        // Until the test is over.
        held.lock().unwrap().recv().err().and(None)
    });
    assert_eq!(answer(&server, "/slow").0, TROUBLE(Trouble::TooSlow));
    drop(hold);
}

/// A whole handshake with a server that vouches for itself.
#[test]
fn a_certificate_that_nobody_vouches_for_is_told() {
    use rustls::pki_types::{CertificateDer, PrivatePkcs8KeyDer};
    let cert = include_bytes!("../../../tests/fixtures/self-signed/cert.der");
    let key = include_bytes!("../../../tests/fixtures/self-signed/key.der");
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(
            vec![CertificateDer::from(cert.as_slice())],
            PrivatePkcs8KeyDer::from(key.as_slice()).into(),
        )
        .unwrap();
    let config = Arc::new(config);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut server = rustls::ServerConnection::new(Arc::clone(&config)).unwrap();
            // The client breaks it off.
            drop(server.complete_io(&mut stream));
        }
    });
    let client = Client::new(Duration::from_secs(60), None);
    let url = Url::parse(&format!("https://127.0.0.1:{port}/")).unwrap();
    let told = client.fetch(Method::Head, &url);
    assert_eq!(told, Err(Answer::Certificate(Distrust::UnknownIssuer)));
}

//! The room against a server on this machine.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use super::*;
use crate::check::Distrust;

/// A server on a port of this machine, until the process ends. What it was asked is written down.
struct Server {
    port: u16,
    log: Arc<Mutex<Log>>,
}

#[derive(Default)]
struct Log {
    /// `HEAD /path`, in order.
    asked: Vec<String>,
    /// How many are being answered.
    open: usize,
    /// The most that were at once.
    most: usize,
    agent: String,
}

impl Server {
    /// Answers with what `answer` makes of method, path, and how often that was asked before; nothing
    /// is a connection that is cut.
    fn new(answer: impl Fn(&str, &str, usize) -> Option<String> + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let log: Arc<Mutex<Log>> = Arc::default();
        let server = Self {
            port,
            log: Arc::clone(&log),
        };
        let answer = Arc::new(answer);
        thread::spawn(move || {
            for stream in listener.incoming() {
                let (log, answer) = (Arc::clone(&log), Arc::clone(&answer));
                thread::spawn(move || serve(stream.unwrap(), &log, &*answer));
            }
        });
        server
    }

    fn url(&self, path: &str) -> Url {
        Url::parse(&format!("http://127.0.0.1:{}{path}", self.port)).unwrap()
    }

    fn asked(&self) -> Vec<String> {
        self.log.lock().unwrap().asked.clone()
    }
}

fn serve(
    mut stream: TcpStream,
    log: &Mutex<Log>,
    answer: &dyn Fn(&str, &str, usize) -> Option<String>,
) {
    let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
    let line = lines.next().unwrap().unwrap();
    let mut words = line.split(' ');
    let (method, path) = (words.next().unwrap(), words.next().unwrap());
    let mut agent = String::new();
    for line in lines.map(Result::unwrap) {
        if line.is_empty() {
            break;
        }
        if let Some(name) = line.to_lowercase().strip_prefix("user-agent: ") {
            agent = name.to_owned();
        }
    }
    let before = {
        let mut log = log.lock().unwrap();
        log.agent = agent;
        let line = format!("{method} {path}");
        let before = log.asked.iter().filter(|asked| **asked == line).count();
        log.asked.push(line);
        log.open += 1;
        log.most = log.most.max(log.open);
        before
    };
    let text = answer(method, path, before);
    log.lock().unwrap().open -= 1;
    if let Some(text) = text {
        // Whoever does not wait for the answer sees none.
        drop(stream.write_all(text.as_bytes()));
    }
}

fn status(status: u16) -> Option<String> {
    head(status, "")
}

fn head(status: u16, headers: &str) -> Option<String> {
    Some(format!("HTTP/1.1 {status} x\r\n{headers}\r\n"))
}

fn to(code: u16, location: &str) -> Option<String> {
    head(code, &format!("Location: {location}\r\n"))
}

/// Asks for paths of a server; the waits are written down and not waited for.
fn run(server: &Server, paths: &[&str], cache: &mut Cache) -> (Asked, Vec<Duration>) {
    let waits = Mutex::new(Vec::new());
    let limit = Duration::from_secs(if paths == ["/slow"] { 1 } else { 60 });
    let asked = ask(
        paths.iter().map(|path| server.url(path)).collect(),
        cache,
        Asking {
            fetch: &Client::new(limit, None),
            wait: &|wait| waits.lock().unwrap().push(wait),
            may_ask: &|url| !url.path().starts_with("/inside"),
            progress: &|_, _| {},
        },
    );
    (asked, waits.into_inner().unwrap())
}

fn answer(server: &Server, path: &str) -> (Answer, Vec<Duration>) {
    let (asked, waits) = run(server, &[path], &mut Cache::forgetful());
    (asked.answers[server.url(path).as_str()].clone(), waits)
}

const TROUBLE: fn(Trouble) -> Answer = Answer::Unreachable;

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

#[test]
fn a_busy_server_is_asked_again_when_it_likes() {
    let server = Server::new(|_, path, before| match (path, before) {
        ("/later" | "/soon" | "/much-later", 0) => match path {
            "/later" => head(429, "Retry-After: 7\r\n"),
            "/much-later" => head(429, "Retry-After: 3600\r\n"),
            _ => status(503),
        },
        ("/busy", _) => status(429),
        ("/down", _) => status(503),
        _ => status(200),
    });
    let seconds = |waits: &[u64]| -> Vec<Duration> {
        waits.iter().copied().map(Duration::from_secs).collect()
    };
    // Beside the pause before each question but the first.
    let waited = |path: &str| {
        let (answer, waits) = answer(&server, path);
        let waits = waits.into_iter().filter(|wait| *wait != gate::PAUSE);
        (answer, waits.collect::<Vec<_>>())
    };
    assert_eq!(waited("/later"), (Answer::Fine, seconds(&[7])));
    assert_eq!(waited("/soon"), (Answer::Fine, seconds(&[2])));
    assert_eq!(waited("/much-later"), (Answer::Undecided, vec![]));
    assert_eq!(waited("/busy"), (Answer::Undecided, seconds(&[2, 4])));
    let down = TROUBLE(Trouble::Status(503));
    assert_eq!(waited("/down"), (down, seconds(&[2, 4])));
    assert_eq!(
        server.asked(),
        [
            "HEAD /later",
            "HEAD /later",
            "HEAD /soon",
            "HEAD /soon",
            "HEAD /much-later",
            "HEAD /busy",
            "HEAD /busy",
            "HEAD /busy",
            "HEAD /down",
            "HEAD /down",
            "HEAD /down"
        ]
    );
}

/// Many links to one host, and redirects to it from others, are asked one after another.
#[test]
fn a_host_is_asked_one_question_at_a_time() {
    let server = Server::new(|_, _, _| {
        thread::yield_now();
        status(200)
    });
    let port = server.port;
    let doors: Vec<Server> = (0..AT_ONCE)
        .map(|_| Server::new(move |_, path, _| to(302, &format!("http://127.0.0.1:{port}{path}/"))))
        .collect();
    let of = |server: &Server, n: usize| server.url(&format!("/{n}"));
    let mut urls: Vec<Url> = (0..40).map(|n| of(&server, n)).collect();
    urls.extend(doors.iter().flat_map(|door| (0..5).map(|n| of(door, n))));
    let seen = Mutex::new(BTreeMap::new());
    let waits = AtomicUsize::new(0);
    let asked = ask(
        urls,
        &mut Cache::forgetful(),
        Asking {
            fetch: &Client::new(Duration::from_secs(60), None),
            wait: &|wait| {
                assert_eq!(wait, gate::PAUSE);
                waits.fetch_add(1, Ordering::Relaxed);
            },
            may_ask: &|_| true,
            progress: &|done, all| {
                seen.lock().unwrap().insert(done, all);
            },
        },
    );
    assert_eq!(asked.answers.len(), 80);
    assert!(asked.answers.values().all(|answer| *answer == Answer::Fine));
    let log = server.log.lock().unwrap();
    assert_eq!((log.asked.len(), log.most), (80, 1));
    // Before each question but the first of a host.
    assert_eq!(waits.into_inner(), 79 + AT_ONCE * 4);
    let steps: BTreeMap<usize, usize> = (1..=80).map(|done| (done, 80)).collect();
    assert_eq!(seen.into_inner().unwrap(), steps);
}

#[test]
fn what_is_remembered_is_not_asked() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::new(|_, path, _| status(if path == "/gone" { 404 } else { 200 }));
    let open = |now| Cache::open(folder.path(), now).0;
    let mut cache = open(1_600_000_000);
    let paths = ["/a", "/guide", "/gone"];
    let (first, _) = run(&server, &paths, &mut cache);
    assert_eq!((first.from_cache, first.failed()), (0, 1));
    assert_eq!(cache.keep(), None);
    let asked = server.asked().len();
    let mut cache = open(1_600_000_060);
    let (second, waits) = run(&server, &paths, &mut cache);
    assert_eq!(second.answers, first.answers);
    assert_eq!(second.from_cache, 3);
    assert_eq!((server.asked().len(), waits), (asked, vec![]));
    assert_eq!(cache.keep(), None);
    // Two hours later, only what failed is asked again.
    let (third, _) = run(&server, &paths, &mut open(1_600_007_200));
    assert_eq!(third.from_cache, 2);
    assert_eq!(server.asked().len(), asked + 2, "HEAD and GET");
}

/// Where no host answers, it is the network that fails; of a single one, nobody knows better.
#[test]
fn without_a_network_nothing_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let run = |ports: &[u16]| {
        let (mut cache, _) = Cache::open(folder.path(), 1_600_000_000);
        let url = |port| Url::parse(&format!("http://127.0.0.1:{port}/")).unwrap();
        let asking = Asking {
            fetch: &Client::new(Duration::from_secs(60), None),
            wait: &|_| {},
            may_ask: &|_| true,
            progress: &|_, _| {},
        };
        let asked = ask(ports.iter().copied().map(url).collect(), &mut cache, asking);
        assert_eq!(cache.keep(), None);
        asked
    };
    let silent = run(&[1, 2]);
    assert_eq!((silent.no_network, silent.undecided()), (Some(2), 2));
    let one = run(&[1]);
    assert_eq!((one.no_network, one.failed(), one.from_cache), (None, 1, 0));
    let server = Server::new(|_, _, _| status(404));
    let some = run(&[2, server.port]);
    assert_eq!((some.no_network, some.failed()), (None, 2));
    assert_eq!(run(&[]).no_network, None);
}

/// A whole handshake with a server that vouches for itself.
#[test]
fn a_certificate_that_nobody_vouches_for_is_told() {
    use rustls::pki_types::{CertificateDer, PrivatePkcs8KeyDer};
    let cert = include_bytes!("../../tests/fixtures/self-signed/cert.der");
    let key = include_bytes!("../../tests/fixtures/self-signed/key.der");
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

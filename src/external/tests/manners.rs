//! How often is asked, and when.

use super::*;

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

/// What is asked of hosts that are not there, or too slow on one port.
#[derive(Default)]
struct Lost(Mutex<Vec<String>>);

impl Fetch for Lost {
    fn fetch(&self, _: Method, url: &Url) -> Result<Reply, Answer> {
        self.0.lock().unwrap().push(url.to_string());
        let trouble = match (url.host_str().unwrap(), url.scheme()) {
            ("none.example.com", _) => Trouble::NoHost,
            ("slow.example.com", "http") => Trouble::TooSlow,
            ("away.example.com", _) => {
                return Ok(Reply {
                    status: 302,
                    location: Some("http://none.example.com/9".into()),
                    retry_after: None,
                });
            }
            _ => {
                return Ok(Reply {
                    status: 200,
                    ..Reply::default()
                });
            }
        };
        Err(TROUBLE(trouble))
    }
}

#[test]
fn a_host_that_is_lost_is_not_asked_for_every_page() {
    let lost = Lost::default();
    let mut urls = Vec::new();
    for n in 0..5 {
        for host in [
            "http://none.example.com",
            "http://slow.example.com",
            "https://slow.example.com",
            "http://away.example.com",
        ] {
            urls.push(Url::parse(&format!("{host}/{n}")).unwrap());
        }
    }
    let asking = Asking {
        fetch: &lost,
        wait: &|_| {},
        may_ask: &|_| true,
        progress: &|_, _| {},
    };
    let asked = ask(urls, &mut Cache::forgetful(), asking);
    for (url, answer) in &asked.answers {
        let expected = match url.split('.').next().unwrap() {
            "http://slow" => TROUBLE(Trouble::TooSlow),
            "https://slow" => Answer::Fine,
            _ => TROUBLE(Trouble::NoHost),
        };
        assert_eq!(*answer, expected, "{url}");
    }
    let log = lost.0.into_inner().unwrap();
    let count = |start: &str| log.iter().filter(|url| url.starts_with(start)).count();
    assert_eq!(count("http://none"), 1);
    assert_eq!(count("http://slow"), 2);
    assert_eq!(count("https://slow"), 5);
    assert_eq!(count("http://away"), 5);
}

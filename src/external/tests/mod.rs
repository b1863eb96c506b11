//! The room against a server on this machine.

mod answers;
mod manners;

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

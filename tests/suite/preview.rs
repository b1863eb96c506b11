//! A running preview, asked over its socket.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::thread::JoinHandle;
use std::time::Duration;

use serde_json::Value;

/// How long an answer may take on a machine that does much else, at most.
const PATIENCE: Duration = Duration::from_secs(60);

/// After so many signs of life without news, nothing will come.
const RESTS: usize = 4;

/// A running `gongkai serve`.
pub(crate) struct Preview {
    child: Child,
    pub(crate) host: String,
    told: Option<JoinHandle<String>>,
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// Lines of the head, names in lower case.
    pub(crate) head: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut all = self.head.iter().filter(|(known, _)| known == name);
        let found = all.next().map(|(_, value)| value.as_str());
        assert!(all.next().is_none(), "{name} is sent twice");
        found
    }

    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }
}

impl Preview {
    /// Starts one at a free port; `command` is `gongkai serve` with all options but that.
    pub(crate) fn start(command: &mut Command) -> Self {
        let mut child = command
            .args(["--port", "0", "--lang", "en"])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stderr = child.stderr.take().unwrap();
        let told = std::thread::spawn(move || {
            let mut text = String::new();
            stderr.read_to_string(&mut text).unwrap();
            text
        });
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let url = line.strip_prefix("preview: http://").expect(&line);
        Self {
            host: url.split_once('/').unwrap().0.to_owned(),
            told: Some(told),
            child,
        }
    }

    pub(crate) fn get(&self, path: &str) -> Answer {
        let host = &self.host;
        self.send(&format!(
            "GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
        ))
    }

    pub(crate) fn json(&self, path: &str) -> Value {
        let answer = self.get(path);
        assert_eq!(answer.status, 200, "{path}: {}", answer.text());
        serde_json::from_slice(&answer.body).unwrap()
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(&self.host).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream
    }

    /// Sends bytes as they are and reads the answer to its end.
    pub(crate) fn send(&self, request: &str) -> Answer {
        let mut stream = self.connect();
        stream.write_all(request.as_bytes()).unwrap();
        let mut bytes = Vec::new();
        // A server that refuses may close before everything was read.
        let _read = stream.read_to_end(&mut bytes);
        let at = bytes.windows(4).position(|part| part == b"\r\n\r\n");
        let at = at.unwrap_or_else(|| panic!("no head: {:?}", String::from_utf8_lossy(&bytes)));
        let head = std::str::from_utf8(&bytes[..at]).unwrap();
        let mut lines = head.split("\r\n");
        let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse();
        let head = lines.map(|line| {
            let (name, value) = line.split_once(':').unwrap();
            (name.to_ascii_lowercase(), value.trim().to_owned())
        });
        Answer {
            status: status.unwrap(),
            head: head.collect(),
            body: bytes[at + 4..].to_vec(),
        }
    }

    /// Listens to what is new; each item is what stands after `data:`, or null when there is nothing new
    /// for a while.
    pub(crate) fn events(&self) -> impl Iterator<Item = Value> + use<> {
        let mut stream = self.connect();
        let host = &self.host;
        write!(
            stream,
            "GET /-/gongkai/events HTTP/1.1\r\nHost: {host}\r\n\r\n"
        )
        .unwrap();
        BufReader::new(stream).lines().filter_map(|line| {
            let line = line.unwrap();
            match line.strip_prefix("data: ") {
                Some(data) => Some(serde_json::from_str(data).unwrap()),
                None => (line == ":").then_some(Value::Null),
            }
        })
    }

    /// Waits until what is shown was read from inputs that look like this, and gives its state.
    pub(crate) fn wait_for(
        &self,
        events: &mut impl Iterator<Item = Value>,
        is_it: impl Fn(&Value) -> bool,
    ) -> Value {
        let mut rests = 0;
        loop {
            let state = self.json("/-/gongkai/state?inputs&page=/");
            if is_it(&state) {
                return state;
            }
            assert!(rests < RESTS, "nothing comes any more: {state:#}");
            let event = events.next().expect("the preview goes on");
            rests += usize::from(event.is_null());
        }
    }

    /// Ends it as Ctrl-C does. Gives the exit code and what was told on standard error.
    pub(crate) fn interrupt(mut self) -> (Option<i32>, String) {
        let id = self.child.id().to_string();
        assert!(
            Command::new("kill")
                .args(["-INT", &id])
                .status()
                .unwrap()
                .success()
        );
        let code = self.child.wait().unwrap().code();
        (code, self.told.take().unwrap().join().unwrap())
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        // It may have ended already.
        let _killed = self.child.kill();
        let _waited = self.child.wait();
    }
}

/// A page without what the preview adds to it: one element, always the same but for its numbers, before
/// the end of the body.
pub(crate) fn without_addition(page: &[u8]) -> Vec<u8> {
    const START: &str = "<script type=\"module\" src=\"/-/gongkai/assets/";
    let text = std::str::from_utf8(page).unwrap();
    let parts: Vec<&str> = text.split(START).collect();
    let [before, after] = parts.as_slice() else {
        panic!("{} additions in {text}", parts.len() - 1);
    };
    let (version, after) = after
        .split_once("/preview.js\" data-generation=\"")
        .unwrap();
    assert!(version.bytes().all(|byte| byte.is_ascii_hexdigit()));
    let (generation, after) = after.split_once("\" data-digest=\"").unwrap();
    assert!(generation.bytes().all(|byte| byte.is_ascii_digit()));
    let (digest, after) = after.split_once("\"></script>").unwrap();
    assert_eq!(digest.len(), 64);
    assert!(after.starts_with("</body>"), "{after}");
    format!("{before}{after}").into_bytes()
}

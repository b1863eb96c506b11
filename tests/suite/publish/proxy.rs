//! Between client and server: writes down every request, and lets connections fail.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

use super::http::field;

/// What becomes of requests.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Weather {
    /// They pass.
    Fair,
    /// So many pass, and none after them.
    Until(usize),
    /// They pass up to so many after the first that writes a file of this name, and none after them.
    UntilAfter(&'static str, usize),
    /// Of each so many, one is cut after so many bytes of its answer.
    CutEach { each: usize, after: usize },
    /// Of each so many, one is answered that the server is busy.
    BusyEach(usize),
}

#[derive(Debug)]
struct State {
    weather: Weather,
    /// Method and path of each request.
    asked: Vec<(String, String)>,
}

/// A proxy in front of a server of this machine.
#[derive(Clone, Debug)]
pub(crate) struct Proxy {
    pub(crate) port: u16,
    state: Arc<Mutex<State>>,
}

impl Proxy {
    pub(crate) fn before(server: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let state = Arc::new(Mutex::new(State {
            weather: Weather::Fair,
            asked: Vec::new(),
        }));
        let proxy = Self {
            port,
            state: Arc::clone(&state),
        };
        thread::spawn(move || {
            for client in listener.incoming() {
                let state = Arc::clone(&state);
                // A client that has gone is no concern of the others.
                thread::spawn(move || drop(pass(&client.unwrap(), server, &state)));
            }
        });
        proxy
    }

    /// Lets the weather change, and forgets what was asked before.
    pub(crate) fn set(&self, weather: Weather) {
        let mut state = self.state.lock().unwrap();
        state.weather = weather;
        state.asked.clear();
    }

    /// Method and path of each request since then.
    pub(crate) fn asked(&self) -> Vec<(String, String)> {
        self.state.lock().unwrap().asked.clone()
    }
}

fn pass(mut client: &TcpStream, server: u16, state: &Mutex<State>) -> std::io::Result<()> {
    let mut request = Vec::new();
    let mut buffer = [0; 16 * 1024];
    let end = loop {
        if let Some(end) = request.windows(4).position(|window| window == b"\r\n\r\n") {
            break end + 4;
        }
        match client.read(&mut buffer)? {
            0 => return Ok(()),
            read => request.extend_from_slice(&buffer[..read]),
        }
    };
    let head = String::from_utf8(request[..end].to_vec()).unwrap();
    let mut words = head.split(' ');
    let (method, path) = (words.next().unwrap(), words.next().unwrap());
    let (number, weather, wrote) = {
        let mut state = state.lock().unwrap();
        state.asked.push((method.to_owned(), path.to_owned()));
        let wrote = match state.weather {
            Weather::UntilAfter(name, _) => state
                .asked
                .iter()
                .position(|(method, path)| method == "PUT" && path.ends_with(name)),
            _ => None,
        };
        (state.asked.len(), state.weather, wrote)
    };
    let mut after = usize::MAX;
    match weather {
        Weather::Until(most) if number > most => return client.shutdown(Shutdown::Both),
        Weather::UntilAfter(_, more) if wrote.is_some_and(|at| number > at + 1 + more) => {
            return client.shutdown(Shutdown::Both);
        }
        Weather::CutEach { each, after: bytes } if number % each == 0 => after = bytes,
        Weather::BusyEach(each) if number % each == 0 => {
            client.write_all(
                b"HTTP/1.1 503 Slow Down\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
            )?;
            return client.shutdown(Shutdown::Both);
        }
        _ => {}
    }
    let length: usize = field(&head, "content-length").map_or(0, |value| value.parse().unwrap());
    while request.len() < end + length {
        match client.read(&mut buffer)? {
            0 => return Ok(()),
            read => request.extend_from_slice(&buffer[..read]),
        }
    }
    let mut there = TcpStream::connect(("127.0.0.1", server))?;
    // One request a connection: who asks learns that from the answer.
    let line = head.find("\r\n").unwrap() + 2;
    there.write_all(&request[..line])?;
    there.write_all(b"Connection: close\r\n")?;
    there.write_all(&request[line..])?;
    let mut answer = Vec::new();
    there.read_to_end(&mut answer)?;
    client.write_all(&answer[..answer.len().min(after)])?;
    client.shutdown(Shutdown::Both)
}

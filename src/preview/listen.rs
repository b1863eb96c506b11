//! Takes a port to listen at.

use std::net::{SocketAddr, TcpListener};

use super::{FIRST_PORT, Options, PORTS};
use crate::diagnostic::{Diagnostic, Faults, reason};
use crate::say;

/// Takes the port that is asked for, or the first that is free.
pub(super) fn listen(options: &Options) -> Result<TcpListener, Faults> {
    let host = options.host;
    let bind = |port| TcpListener::bind(SocketAddr::new(host, port));
    let bound = match options.port {
        Some(port) => bind(port),
        None => {
            let mut bound = bind(FIRST_PORT);
            for port in (FIRST_PORT..).take(usize::from(PORTS)).skip(1) {
                match &bound {
                    Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => {
                        bound = bind(port);
                    }
                    _ => break,
                }
            }
            bound
        }
    };
    let listener = bound.map_err(|error| match options.port {
        Some(port) if error.kind() == std::io::ErrorKind::AddrInUse => Faults::from(
            Diagnostic::error(
                "serve/port-taken",
                say!(
                    "端口 {port} 已被别的程序占用",
                    "the port {port} is used by another program"
                ),
            )
            .hint(say!(
                "换一个端口，或不写 `--port`，由程序选一个",
                "choose another one, or leave `--port` out, and a free one is taken"
            )),
        ),
        _ => cannot_listen(&error),
    })?;
    listener
        .set_nonblocking(true)
        .map_err(|error| cannot_listen(&error))?;
    Ok(listener)
}

pub(super) fn cannot_listen(error: &std::io::Error) -> Faults {
    let why = reason(error);
    let (zh, en) = (why.zh, why.en);
    Diagnostic::error(
        "serve/cannot-listen",
        say!(
            "无法启动预览服务：{zh}",
            "the preview cannot be served: {en}"
        ),
    )
    .into()
}

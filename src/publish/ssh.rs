//! Connections to another machine, by the program `ssh`, which knows keys, agents and hosts.

use std::future::Future;
use std::io::{self, ErrorKind, Read as _};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use openssh_sftp_client::error::SftpErrorKind;
use openssh_sftp_client::fs::Fs;
use openssh_sftp_client::{Error, Sftp, SftpOptions};
use tokio::process::{ChildStdin, ChildStdout};
use tokio::runtime::{Builder, Runtime};

/// How often a connection that was cut is made again.
const TRIES: u32 = 4;
/// How long to wait before it is made again for the first time; each time after that, twice as long.
const PAUSE: Duration = Duration::from_millis(500);
/// So much of what `ssh` says is told.
const SAID: usize = 400;

/// How another machine is reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SshHost {
    /// What `ssh` is told to connect to: `host`, `user@host`, or a name of its configuration.
    pub host: String,
    /// The folder there; a relative path starts at the user's home.
    pub path: String,
    /// A configuration of `ssh` in place of the user's.
    pub config: Option<PathBuf>,
    /// A private key.
    pub key: Option<PathBuf>,
}

/// The way to another machine: a connection at a time, made when it is needed.
#[derive(Debug)]
pub(super) struct Session {
    to: SshHost,
    runtime: Runtime,
    link: Mutex<Option<Arc<Link>>>,
    was_cut: AtomicBool,
}

/// A connection.
#[derive(Debug)]
struct Link {
    sftp: Sftp,
    ssh: Mutex<Child>,
}

impl Drop for Link {
    fn drop(&mut self) {
        // The program has nothing more to do; whether it could still be ended does not matter.
        let ssh = self.ssh.get_mut().unwrap_or_else(PoisonError::into_inner);
        drop(ssh.kill().and_then(|()| ssh.wait()));
    }
}

impl Session {
    pub(super) fn new(to: &SshHost) -> io::Result<Self> {
        let runtime = Builder::new_current_thread().enable_all().build()?;
        Ok(Self {
            to: to.clone(),
            runtime,
            link: Mutex::default(),
            was_cut: AtomicBool::new(false),
        })
    }

    /// What `ssh` connects to.
    pub(super) fn host(&self) -> &str {
        &self.to.host
    }

    /// Where a path of the target is there.
    pub(super) fn at(&self, path: &str) -> String {
        let root = self.to.path.trim_end_matches('/');
        match path {
            "" if root.is_empty() => "/".to_owned(),
            "" => root.to_owned(),
            path => format!("{root}/{path}"),
        }
    }

    /// The connection, made if there is none.
    fn link(&self) -> io::Result<Arc<Link>> {
        let mut link = self.link.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(link) = link.as_ref() {
            return Ok(Arc::clone(link));
        }
        let made = Arc::new(self.connect()?);
        *link = Some(Arc::clone(&made));
        Ok(made)
    }

    /// Forgets a connection that was cut.
    fn unlink(&self, cut: &Arc<Link>) {
        let mut link = self.link.lock().unwrap_or_else(PoisonError::into_inner);
        if link.as_ref().is_some_and(|link| Arc::ptr_eq(link, cut)) {
            *link = None;
        }
    }

    fn connect(&self) -> io::Result<Link> {
        let mut command = Command::new("ssh");
        for (option, path) in [("-F", &self.to.config), ("-i", &self.to.key)] {
            if let Some(path) = path {
                command.arg(option).arg(path);
            }
        }
        let mut ssh = command
            .args(["-o", "BatchMode=yes", "-o", "ConnectTimeout=20"])
            .args([
                "-o",
                "ServerAliveInterval=15",
                "-o",
                "ServerAliveCountMax=3",
            ])
            .args(["-s", "--", &self.to.host, "sftp"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()?;
        let pipes = (ssh.stdin.take(), ssh.stdout.take(), ssh.stderr.take());
        let (Some(stdin), Some(stdout), Some(mut stderr)) = pipes else {
            return Err(ErrorKind::BrokenPipe.into());
        };
        let started = self.runtime.block_on(async {
            let stdin = ChildStdin::from_std(stdin)?;
            let stdout = ChildStdout::from_std(stdout)?;
            let sftp = Sftp::new(stdin, stdout, SftpOptions::new()).await;
            sftp.map_err(|error| meaning(&error))
        });
        match started {
            Ok(sftp) => Ok(Link {
                sftp,
                ssh: Mutex::new(ssh),
            }),
            Err(error) => {
                // What it says tells more than that it has gone.
                drop(ssh.kill());
                let mut said = String::new();
                stderr.read_to_string(&mut said)?;
                ssh.wait()?;
                let said: String = said.trim().chars().take(SAID).collect();
                Err(match said.as_str() {
                    "" => error,
                    said if said.contains("Permission denied") => {
                        io::Error::new(ErrorKind::PermissionDenied, format!("ssh: {said}"))
                    }
                    said => io::Error::new(ErrorKind::ConnectionRefused, format!("ssh: {said}")),
                })
            }
        }
    }

    /// Whether the connection was cut at any time.
    pub(super) fn was_cut(&self) -> bool {
        self.was_cut.load(Ordering::Relaxed)
    }

    /// Does something over the connection; again over a new one if it is cut. `again` is told whether it
    /// is not the first time.
    pub(super) fn with<T, F>(&self, mut what: impl FnMut(Fs, bool) -> F) -> io::Result<T>
    where
        F: Future<Output = Result<T, Error>>,
    {
        let mut pause = PAUSE;
        let mut tried = 0;
        loop {
            let link = self.link()?;
            let done = self.runtime.block_on(what(link.sftp.fs(), tried > 0));
            match done {
                Err(error) if is_cut(&error) => {
                    self.was_cut.store(true, Ordering::Relaxed);
                    self.unlink(&link);
                    tried += 1;
                    if tried == TRIES {
                        return Err(meaning(&error));
                    }
                    std::thread::sleep(pause);
                    pause *= 2;
                }
                done => return done.map_err(|error| meaning(&error)),
            }
        }
    }
}

/// Whether the connection is gone, rather than that the other side refuses.
pub(super) fn is_cut(error: &Error) -> bool {
    !matches!(error, Error::SftpError(..) | Error::UnsupportedExtension(_))
}

/// An error of the protocol as one of the system.
fn meaning(error: &Error) -> io::Error {
    let kind = match error {
        Error::SftpError(SftpErrorKind::NoSuchFile, _) => ErrorKind::NotFound,
        Error::SftpError(SftpErrorKind::PermDenied, _) => ErrorKind::PermissionDenied,
        Error::SftpError(..) => ErrorKind::Other,
        Error::UnsupportedExtension(_) => ErrorKind::Unsupported,
        _ => ErrorKind::ConnectionAborted,
    };
    io::Error::new(kind, error.to_string())
}

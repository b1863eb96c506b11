//! Real servers on this machine, which `tests/run` installs into an environment of their own.

use std::fs;
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use tempfile::TempDir;

use super::http::{Answer, ask, free_port};
use super::nginx::Nginx;
use super::{Desk, EPOCH};
use crate::support::Run;

/// The bucket of the tests.
const BUCKET: &str = "site";
/// What moto wants to see of whoever may read.
const SOMEBODY: (&str, &str) = (
    "Authorization",
    "AWS4-HMAC-SHA256 Credential=x/20200101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=x",
);

/// A server that ends with this.
struct Server {
    child: Child,
    port: u16,
    folder: TempDir,
}

impl Server {
    fn start(name: &str, port: u16, folder: TempDir, set: impl FnOnce(&mut Command)) -> Self {
        let venv = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/servers/.venv/bin");
        let log = fs::File::create(folder.path().join("log")).unwrap();
        let mut command = Command::new(venv.join(name));
        command
            .stdin(Stdio::null())
            .stdout(log.try_clone().unwrap())
            .stderr(log);
        set(&mut command);
        let child = command
            .spawn()
            .expect("a server of tests/servers, which tests/run installs");
        let mut server = Self {
            child,
            port,
            folder,
        };
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            let ended = server.child.try_wait().unwrap();
            assert!(ended.is_none(), "{}", server.log());
            thread::sleep(Duration::from_millis(20));
        }
        server
    }

    fn log(&self) -> String {
        fs::read_to_string(self.folder.path().join("log")).unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have been ended by the test.
        drop(self.child.kill());
        self.child.wait().unwrap();
    }
}

/// An object store with a bucket.
pub(crate) struct Moto(Server);

impl Moto {
    pub(crate) fn start() -> Self {
        Self::with(&[])
    }

    /// One that looks at who asks, once the bucket is made, and knows nobody.
    pub(crate) fn strict() -> Self {
        Self::with(&[("INITIAL_NO_AUTH_ACTION_COUNT", "1")])
    }

    fn with(environment: &[(&str, &str)]) -> Self {
        let port = free_port();
        let folder = tempfile::tempdir().unwrap();
        let moto = Self(Server::start("moto_server", port, folder, |command| {
            command
                .args(["-H", "127.0.0.1", "-p", &port.to_string()])
                .envs(environment.iter().copied());
        }));
        let made = moto.ask("PUT", "", b"");
        assert_eq!(made.status, 200, "{}", moto.log());
        moto
    }

    pub(crate) fn port(&self) -> u16 {
        self.0.port
    }

    pub(crate) fn log(&self) -> String {
        self.0.log()
    }

    /// Asks for a path in the bucket, as somebody who may.
    pub(crate) fn ask(&self, method: &str, path: &str, body: &[u8]) -> Answer {
        self.try_ask(method, path, body).unwrap()
    }

    pub(crate) fn try_ask(&self, method: &str, path: &str, body: &[u8]) -> Option<Answer> {
        let path = match path {
            "" => format!("/{BUCKET}"),
            path => format!("/{BUCKET}/{path}"),
        };
        ask(self.0.port, method, &path, &[SOMEBODY], body)
    }

    pub(crate) fn kill(&mut self) {
        self.0.child.kill().unwrap();
        self.0.child.wait().unwrap();
    }
}

/// A folder that is served by WebDAV, to somebody who knows the password.
pub(crate) struct Dav {
    port: u16,
    root: PathBuf,
    log: PathBuf,
    _server: Box<dyn std::any::Any + Sync>,
    _folder: TempDir,
}

impl Dav {
    pub(crate) const USER: (&str, &str) = ("editor", "pass:word");

    fn folder() -> (TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("served");
        fs::create_dir(&root).unwrap();
        (folder, root)
    }

    /// By WsgiDAV.
    pub(crate) fn start() -> Self {
        let port = free_port();
        let (folder, root) = Self::folder();
        let config = folder.path().join("wsgidav.yaml");
        let (user, password) = Self::USER;
        let text = format!(
            "host: 127.0.0.1\nport: {port}\nprovider_mapping:\n  '/': '{}'\nverbose: 1\nlogging:\n  enable: false\n\
             http_authenticator:\n  accept_basic: true\n  accept_digest: false\n  default_to_digest: false\n\
             simple_dc:\n  user_mapping:\n    '*':\n      {user}:\n        password: '{password}'\n",
            root.display()
        );
        fs::write(&config, text).unwrap();
        let own = tempfile::tempdir().unwrap();
        let log = own.path().join("log");
        let server = Server::start("wsgidav", port, own, |command| {
            command.arg("--config").arg(&config);
        });
        Self {
            port,
            root,
            log,
            _server: Box::new(server),
            _folder: folder,
        }
    }

    /// By nginx, which lets everybody read.
    pub(crate) fn nginx() -> Self {
        let port = free_port();
        let (folder, root) = Self::folder();
        let passwords = folder.path().join("passwords");
        let (user, password) = Self::USER;
        let hash = Run::of(Command::new("openssl").args(["passwd", "-apr1", password]));
        fs::write(&passwords, format!("{user}:{}", hash.exits(0).stdout)).unwrap();
        let server = Nginx::dav(folder.path(), port, &root, &passwords);
        Self {
            port,
            root,
            log: folder.path().join("error.log"),
            _server: Box::new(server),
            _folder: folder,
        }
    }

    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    pub(crate) fn log(&self) -> String {
        fs::read_to_string(&self.log).unwrap()
    }

    /// What is served, as a folder.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }
}

/// Names a target in the settings of a site.
pub(crate) fn name_in(desk: &Desk, target: &str) {
    let settings = desk.site.read("site.toml");
    let settings = settings.split("\n[targets.there]").next().unwrap();
    desk.site.write(
        "site.toml",
        &format!("{settings}\n[targets.there]\n{target}"),
    );
    desk.commit();
}

/// Names a bucket behind a port.
pub(crate) fn name_bucket(desk: &Desk, port: u16) {
    name_in(
        desk,
        &format!(
            "kind = \"s3\"\nendpoint = \"http://127.0.0.1:{port}\"\nbucket = \"{BUCKET}\"\nregion = \"us-east-1\"\npath = \"www\"\n"
        ),
    );
}

/// Runs a command about the target, with these credentials.
pub(crate) fn run_as(desk: &Desk, who: (&str, &str), command: &str, more: &[&str]) -> Run {
    let mut args = vec![command, "there"];
    args.extend(more);
    Run::of(command_as(desk, who, &args).env("SOURCE_DATE_EPOCH", EPOCH))
}

/// A command that has these credentials for the target.
pub(crate) fn command_as(desk: &Desk, who: (&str, &str), args: &[&str]) -> Command {
    let mut command = desk.site.command(args);
    for (name, value) in [
        ("ACCESS_KEY_ID", who.0),
        ("SECRET_ACCESS_KEY", who.1),
        ("USERNAME", who.0),
        ("PASSWORD", who.1),
    ] {
        command.env(format!("GONGKAI_THERE_{name}"), value);
    }
    command
}

//! Publishing over SFTP, to a real server on this machine.

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use tempfile::TempDir;

use super::http::free_port;
use super::kill::Killing;
use super::{Desk, EPOCH};
use crate::support::{Run, assert_same_tree, tree};

/// A server, and what clients need to reach it.
struct Server {
    child: Child,
    folder: TempDir,
    port: u16,
}

fn key(path: &Path) -> String {
    let mut command = Command::new("ssh-keygen");
    command
        .args(["-q", "-t", "ed25519", "-N", "", "-C", "test", "-f"])
        .arg(path);
    Run::of(&mut command).exits(0);
    fs::read_to_string(path.with_extension("pub")).unwrap()
}

impl Server {
    fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let host = key(&at("host"));
        fs::write(at("authorized"), key(&at("user"))).unwrap();
        key(&at("stranger"));
        let port = free_port();
        fs::write(at("known"), format!("[127.0.0.1]:* {host}")).unwrap();
        let shown = folder.path().display();
        let config = format!(
            "Port {port}\nListenAddress 127.0.0.1\nHostKey {shown}/host\nAuthorizedKeysFile {shown}/authorized\n\
             PidFile none\nStrictModes no\nUsePAM no\nPasswordAuthentication no\nPermitRootLogin prohibit-password\n\
             KbdInteractiveAuthentication no\nMaxStartups 100\nSubsystem sftp internal-sftp\n"
        );
        fs::write(at("sshd_config"), config).unwrap();
        if !Path::new("/run/sshd").exists() {
            // Where the server separates privileges, if it is root's.
            drop(fs::create_dir_all("/run/sshd"));
        }
        let log = fs::File::create(at("log")).unwrap();
        let child = Command::new("/usr/sbin/sshd")
            .args(["-D", "-e", "-f"])
            .arg(at("sshd_config"))
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .expect("the server of OpenSSH, which tests/run installs");
        let mut server = Self {
            child,
            folder,
            port,
        };
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            let log = fs::read_to_string(server.at("log")).unwrap();
            assert!(server.child.try_wait().unwrap().is_none(), "{log}");
            thread::sleep(std::time::Duration::from_millis(5));
        }
        server
    }

    fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// A configuration of `ssh` for a key and a port.
    fn config(&self, key: &str, port: u16) -> String {
        let path = self.at(&format!("config-{key}-{port}"));
        let user = Run::of(Command::new("id").arg("-un")).stdout;
        let shown = self.folder.path().display();
        let text = format!(
            "Host there\n HostName 127.0.0.1\n Port {port}\n User {user} IdentityFile {shown}/{key}\n IdentitiesOnly yes\n \
             IdentityAgent none\n UserKnownHostsFile {shown}/known\n GlobalKnownHostsFile none\n StrictHostKeyChecking yes\n"
        );
        fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    }

    /// Names the target in the settings of the site.
    fn name_in(&self, desk: &Desk, config: &str) {
        let settings = desk.site.read("site.toml");
        let settings = settings.split("\n[targets.there]").next().unwrap();
        let path = self.at("www");
        desk.site.write(
            "site.toml",
            &format!("{settings}\n[targets.there]\nkind = \"sftp\"\nhost = \"there\"\npath = {path:?}\nssh_config = {config:?}\n"),
        );
        desk.commit();
    }

    fn current(&self) -> PathBuf {
        fs::canonicalize(self.at("www/current")).unwrap()
    }

    fn log(&self) -> String {
        fs::read_to_string(self.at("log")).unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

fn run(desk: &Desk, command: &str, more: &[&str]) -> Run {
    let mut args = vec![command, "there"];
    args.extend(more);
    desk.site.run_on(EPOCH, &args)
}

#[track_caller]
fn publish(desk: &Desk, server: &Server) -> serde_json::Value {
    let run = run(desk, "publish", &["--format", "json"]);
    assert_eq!(
        run.code,
        Some(0),
        "{}{}{}",
        run.stdout,
        run.stderr,
        server.log()
    );
    desk.commit();
    run.json()
}

fn edit(desk: &Desk, text: &str) {
    desk.site.write(
        "content/new.md",
        &format!("+++\ntitle = \"新页\"\n+++\n\n{text}\n"),
    );
    desk.commit();
}

#[test]
fn a_release_goes_over_and_back() {
    let server = Server::start();
    let desk = Desk::new();
    server.name_in(&desk, &server.config("user", server.port));
    // Larger than one packet of the protocol.
    desk.site.write(
        "content/long.md",
        &format!("+++\ntitle = \"长\"\n+++\n\n{}\n", "长文。".repeat(60_000)),
    );
    desk.commit();
    let first = publish(&desk, &server)["release"]
        .as_str()
        .unwrap()
        .to_owned();
    assert_same_tree(
        &super::seen(&server.current()),
        &tree(&desk.site.public()),
        "as built",
    );
    run(&desk, "verify", &["--lang", "en"]).exits(0);
    edit(&desk, "文字。");
    let second = publish(&desk, &server);
    assert!(second["shared_files"].as_u64().unwrap() > 10);
    let second = second["release"].as_str().unwrap().to_owned();
    let inode = |release: &str, path: &str| {
        fs::metadata(server.at("www/releases").join(release).join(path))
            .unwrap()
            .ino()
    };
    for path in ["guide.html", "long.html.br"] {
        assert_eq!(
            inode(&first, path),
            inode(&second, path),
            "{path} is stored once"
        );
    }
    let json = run(&desk, "rollback", &["--format", "json"])
        .exits(0)
        .json();
    assert_eq!(json["to"], first);
    assert!(!server.current().join("new.html").exists());
    run(&desk, "verify", &[]).exits(0);
    fs::remove_file(server.current().join("guide.html")).unwrap();
    fs::write(server.current().join("guide.html"), "forged").unwrap();
    let json = run(&desk, "verify", &["--format", "json"]).exits(1).json();
    assert_eq!(json["changed"], serde_json::json!(["guide.html"]));
    let json = run(&desk, "releases", &["--format", "json"])
        .exits(0)
        .json();
    assert_eq!(json["current"], first);
    assert_eq!(json["releases"].as_array().unwrap().len(), 3);
}

#[test]
fn a_wrong_key_and_a_key_in_the_site_are_refused() {
    let server = Server::start();
    let desk = Desk::new();
    server.name_in(&desk, &server.config("stranger", server.port));
    let told = run(&desk, "publish", &["--lang", "en"]).exits(3).stderr;
    assert!(told.contains("Permission denied (publickey)"), "{told}");
    assert!(!server.at("www").exists());
    let settings = desk.site.read("site.toml");
    desk.site.write(
        "site.toml",
        &format!("{settings}credentials = \"content/key\"\n"),
    );
    let run = run(&desk, "publish", &["--format", "json"]).exits(2);
    assert_eq!(run.codes(), ["publish/credentials-inside"]);
}

#[test]
fn a_lock_of_somebody_else_holds_until_it_is_broken() {
    let server = Server::start();
    let desk = Desk::new();
    server.name_in(&desk, &server.config("user", server.port));
    publish(&desk, &server);
    edit(&desk, "一。");
    let lock = server.at("www/.gongkai/remote-lock");
    let theirs = "别人 <b@example.gov.cn>, 2026-07-22T03:00:00Z, elsewhere, 77";
    std::os::unix::fs::symlink(theirs, &lock).unwrap();
    let told = run(&desk, "publish", &["--lang", "en"]).exits(3).stderr;
    assert!(
        told.contains("somebody else is publishing here: 别人"),
        "{told}"
    );
    run(&desk, "publish", &["--break-lock"]).exits(0);
    assert!(fs::symlink_metadata(&lock).is_err(), "it is given back");
    desk.commit();
    // One of a process of this machine that was killed is no obstacle.
    edit(&desk, "二。");
    let host = fs::read_to_string("/proc/sys/kernel/hostname").unwrap();
    let processes = fs::read_link("/proc/self/ns/pid").unwrap();
    let machine = format!("{} {}", host.trim(), processes.display());
    let left = format!("x, 2026-07-22T03:00:00Z, {machine}, 4999999");
    std::os::unix::fs::symlink(left, &lock).unwrap();
    publish(&desk, &server);
}

/// Between client and server: lets so many bytes of each connection pass and cuts it then.
fn cutting(server: u16, cuts: Arc<AtomicUsize>, after: usize) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    thread::spawn(move || {
        for client in listener.incoming() {
            let client = client.unwrap();
            let there = TcpStream::connect(("127.0.0.1", server)).unwrap();
            let cut = cuts
                .fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| {
                    left.checked_sub(1)
                })
                .is_ok();
            let limit = if cut { after } else { usize::MAX };
            pump(
                client.try_clone().unwrap(),
                there.try_clone().unwrap(),
                limit,
            );
            pump(there, client, usize::MAX);
        }
    });
    port
}

fn pump(mut from: TcpStream, mut to: TcpStream, limit: usize) {
    thread::spawn(move || {
        let mut left = limit;
        let mut buffer = [0; 4096];
        while let Ok(read @ 1..) = from.read(&mut buffer) {
            let pass = read.min(left);
            if to.write_all(&buffer[..pass]).is_err() {
                break;
            }
            left -= pass;
            if left == 0 {
                break;
            }
        }
        // The other side may have gone already.
        drop(from.shutdown(Shutdown::Both));
        drop(to.shutdown(Shutdown::Both));
    });
}

#[test]
fn a_connection_that_is_cut_is_made_again_and_one_that_stays_cut_is_gone_on_with() {
    let server = Server::start();
    let desk = Desk::new();
    let cuts = Arc::new(AtomicUsize::new(2));
    let port = cutting(server.port, Arc::clone(&cuts), 40_000);
    server.name_in(&desk, &server.config("user", port));
    publish(&desk, &server);
    assert_eq!(cuts.load(Ordering::SeqCst), 0);
    run(&desk, "verify", &[]).exits(0);
    let before = server.current();
    edit(&desk, &"很长的文字。".repeat(9000));
    cuts.store(usize::MAX, Ordering::SeqCst);
    let run_ = run(&desk, "publish", &["--format", "json"]).exits(3);
    assert!(
        run_.codes().iter().all(|code| code == "publish/io"),
        "{:?}",
        run_.codes()
    );
    assert_eq!(server.current(), before, "readers see what they saw");
    cuts.store(0, Ordering::SeqCst);
    publish(&desk, &server);
    run(&desk, "verify", &[]).exits(0);
    assert!(server.current().join("new.html").exists());
}

#[test]
fn killed_at_random_moments_readers_see_whole_releases() {
    let server = Server::start();
    let desk = Desk::new();
    server.name_in(&desk, &server.config("user", server.port));
    Killing {
        kills: 10,
        target: &server.at("www"),
        command: &|command, more| {
            let mut run = desk.site.command(&[command, "there"]);
            run.args(more);
            run
        },
    }
    .run();
}

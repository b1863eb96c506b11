//! What goes wrong between here and an object store.

use super::proxy::{Proxy, Weather};
use super::s3::{edit, publish, run};
use super::servers::{Moto, name_bucket, name_in, run_as};
use super::{Desk, EPOCH};
use crate::support::Run;

#[test]
fn connections_that_are_cut_and_a_busy_server_are_asked_again() {
    let moto = Moto::start();
    let proxy = Proxy::before(moto.port());
    let desk = Desk::new();
    name_bucket(&desk, proxy.port);
    proxy.set(Weather::CutEach { each: 5, after: 0 });
    publish(&desk, &moto);
    edit(&desk, "文字。");
    proxy.set(Weather::CutEach { each: 4, after: 60 });
    publish(&desk, &moto);
    edit(&desk, "别的文字。");
    proxy.set(Weather::BusyEach(3));
    publish(&desk, &moto);
    proxy.set(Weather::Fair);
    run(&desk, "verify", &["--lang", "en"]).exits(0);
}

#[test]
fn a_run_that_is_cut_off_is_completed_by_the_next() {
    let moto = Moto::start();
    let proxy = Proxy::before(moto.port());
    let desk = Desk::new();
    name_bucket(&desk, proxy.port);
    publish(&desk, &moto);
    publish(&desk, &moto);
    for (number, weather) in [
        Weather::Until(5),
        Weather::UntilAfter("/intent.json", 3),
        Weather::UntilAfter("/intent.json", 12),
        Weather::UntilAfter("/SM3SUMS", 0),
    ]
    .into_iter()
    .enumerate()
    {
        edit(&desk, &format!("第{number}版。"));
        proxy.set(weather);
        let run_ = run(&desk, "publish", &["--format", "json"]).exits(3);
        assert!(
            run_.codes().iter().all(|code| code == "publish/io"),
            "{:?}",
            run_.codes()
        );
        proxy.set(Weather::Fair);
        let json = run(&desk, "releases", &["--format", "json"])
            .exits(0)
            .json();
        assert_eq!(json["unfinished"].is_string(), number > 0, "{weather:?}");
        if number > 0 {
            let told = run(&desk, "releases", &["--lang", "en"]).exits(0).stderr;
            assert!(told.contains("was broken off"), "{told}");
            run(&desk, "verify", &[]).exits(1);
        }
        if number == 2 {
            // Or undone.
            let json = run(&desk, "rollback", &["--format", "json"])
                .exits(0)
                .json();
            assert_ne!(json["from"], json["to"]);
            run(&desk, "verify", &["--lang", "en"]).exits(0);
        }
        publish(&desk, &moto);
        run(&desk, "verify", &["--lang", "en"]).exits(0);
        let page = moto.ask("GET", "www/new.html", b"");
        assert!(page.text().contains(&format!("第{number}版。")));
    }
}

#[test]
fn a_server_that_is_killed_is_told() {
    let mut moto = Moto::start();
    let desk = Desk::new();
    name_bucket(&desk, moto.port());
    publish(&desk, &moto);
    moto.kill();
    let told = run(&desk, "verify", &["--lang", "en"]).exits(3).stderr;
    assert!(told.contains("the connection failed or was cut"), "{told}");
    assert!(
        told.contains("look at `endpoint` and the network"),
        "{told}"
    );
}

#[test]
fn credentials_are_asked_for_and_refused_and_told_nowhere() {
    let moto = Moto::strict();
    let desk = Desk::new();
    name_bucket(&desk, moto.port());
    let bare = desk
        .site
        .run_on(EPOCH, &["publish", "there", "--lang", "en"]);
    let told = bare.exits(2).stderr;
    assert!(
        told.contains("`GONGKAI_THERE_ACCESS_KEY_ID`, `GONGKAI_THERE_SECRET_ACCESS_KEY`"),
        "{told}"
    );
    let run_ = run(&desk, "publish", &["--format", "json"]).exits(2);
    assert_eq!(run_.codes(), ["publish/refused"]);
    let told = run(&desk, "publish", &["--lang", "en"]).exits(2).stderr;
    assert!(told.contains("InvalidAccessKeyId"), "{told}");
    assert!(
        !told.contains("wJalr") && !told.contains("AKIDEX"),
        "{told}"
    );
    // A file with credentials, which does not lie in the site.
    let file = desk.target().with_extension("toml");
    std::fs::write(
        &file,
        "access_key_id = \"FROMFILE\"\nsecret_access_key = 's'\n",
    )
    .unwrap();
    let settings = desk.site.read("site.toml");
    let with = |file: &str| {
        desk.site
            .write("site.toml", &format!("{settings}credentials = {file:?}\n"));
        desk.commit();
        desk.site
            .run_on(EPOCH, &["publish", "there", "--format", "json"])
    };
    assert_eq!(
        with(file.to_str().unwrap()).exits(2).codes(),
        ["publish/refused"]
    );
    std::fs::write(&file, "secret_access_key = 'hidden\n").unwrap();
    let run_ = with(file.to_str().unwrap()).exits(2);
    assert_eq!(run_.codes(), ["publish/no-credentials"]);
    assert!(!run_.stdout.contains("hidden"), "{}", run_.stdout);
    assert_eq!(
        with("content/keys.toml").exits(2).codes(),
        ["publish/credentials-inside"]
    );
}

/// A server that says the same to everybody.
fn saying(status: &str, code: &str) -> u16 {
    use std::io::{Read as _, Write as _};
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let body = format!(
        "<Error><Code>{code}</Code><Message>No.</Message><StringToSign>AWS4 signed</StringToSign></Error>"
    );
    let length = body.len();
    let answer =
        format!("HTTP/1.1 {status}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}");
    std::thread::spawn(move || {
        for client in listener.incoming() {
            let mut client = client.unwrap();
            let mut buffer = [0; 16 * 1024];
            // Whether all of it was read does not matter.
            drop(client.read(&mut buffer));
            drop(client.write_all(answer.as_bytes()));
        }
    });
    port
}

#[test]
fn each_refusal_is_told_with_how_to_go_on() {
    let desk = Desk::new();
    for (status, code, exit, finding, hint) in [
        (
            "403 Forbidden",
            "RequestTimeTooSkewed",
            3,
            "publish/clock",
            "by NTP",
        ),
        (
            "403 Forbidden",
            "SignatureDoesNotMatch",
            2,
            "publish/refused",
            "have not ended",
        ),
        (
            "403 Forbidden",
            "AccessDenied",
            3,
            "publish/forbidden",
            "read, write, remove and list",
        ),
        (
            "404 Not Found",
            "NoSuchBucket",
            2,
            "publish/no-place",
            "buckets are made with",
        ),
        (
            "301 Moved",
            "PermanentRedirect",
            2,
            "publish/no-place",
            "`region`",
        ),
        (
            "507 Insufficient Storage",
            "",
            3,
            "publish/io",
            "free some space",
        ),
        (
            "500 Internal Server Error",
            "InternalError",
            3,
            "publish/io",
            "later",
        ),
    ] {
        name_bucket(&desk, saying(status, code));
        let run_ = run(&desk, "publish", &["--format", "json"]).exits(exit);
        assert_eq!(run_.codes(), [finding], "{code}");
        let told = run(&desk, "publish", &["--lang", "en"]).stderr;
        assert!(told.contains(hint), "{code}: {told}");
        assert!(!told.contains("AWS4 signed"), "{told}");
    }
}

#[test]
fn two_at_once_do_not_meet() {
    let moto = Moto::start();
    let desk = Desk::new();
    name_bucket(&desk, moto.port());
    publish(&desk, &moto);
    edit(&desk, "文字。");
    let theirs = "别人 <b@example.gov.cn>, 2026-07-22T03:00:00Z, elsewhere, 77";
    moto.ask("PUT", "www/.gongkai/lock", theirs.as_bytes());
    for command in ["publish", "rollback"] {
        let told = run(&desk, command, &["--lang", "en"]).exits(3).stderr;
        assert!(
            told.contains("somebody else is publishing here: 别人"),
            "{told}"
        );
    }
    // Reading needs no lock.
    run(&desk, "verify", &[]).exits(0);
    run(&desk, "publish", &["--break-lock"]).exits(0);
    assert_eq!(moto.ask("GET", "www/.gongkai/lock", b"").status, 404);

    // Several that race: one of them publishes.
    let pack = desk.site.path("../a.zip");
    let pack = pack.to_str().unwrap();
    desk.commit();
    edit(&desk, "别的。");
    desk.site.run_on(EPOCH, &["pack", pack]).exits(0);
    let codes: Vec<_> = std::thread::scope(|scope| {
        let runs: Vec<_> = (0..3)
            .map(|_| scope.spawn(|| run(&desk, "publish", &["--pack", pack]).code))
            .collect();
        runs.into_iter().map(|run| run.join().unwrap()).collect()
    });
    assert!(codes.contains(&Some(0)), "{codes:?}");
    assert!(
        codes.iter().all(|code| matches!(code, Some(0 | 3))),
        "{codes:?}"
    );
    run(&desk, "verify", &[]).exits(0);
    let json = run(&desk, "releases", &["--format", "json"])
        .exits(0)
        .json();
    assert_eq!(json["releases"].as_array().unwrap().len(), 3, "{json:#}");
}

#[test]
fn settings_that_do_not_fit_are_told() {
    let desk = Desk::new();
    let told = |target: &str| -> Run {
        name_in(&desk, target);
        run_as(&desk, ("", ""), "publish", &["--lang", "en"]).exits(2)
    };
    let bucket = "kind = \"oss\"\nbucket = \"b\"\n";
    for (target, expected) in [
        (
            "kind = \"s4\"\n".to_owned(),
            "known kinds: `folder`, `sftp`, `webdav`, `s3`",
        ),
        (bucket.to_owned(), "`endpoint` is missing"),
        (
            format!("{bucket}endpoint = \"https://oss.example\"\nregion = \"x\"\n"),
            "`region` is not for oss, but for s3",
        ),
        (
            format!("{bucket}endpoint = \"http://oss.example\"\n"),
            "add `allow_http = true`",
        ),
        (
            format!("{bucket}endpoint = \"https://me:secret@oss.example\"\n"),
            "names and passwords belong in the environment",
        ),
        (
            format!("{bucket}endpoint = \"https://oss.example\"\npath = \"a/../b\"\n"),
            "`path` has a part that is empty",
        ),
        (
            "kind = \"folder\"\npath = \"x\"\nbucket = \"b\"\n".to_owned(),
            "`bucket` is not for folder, but for s3, oss, obs, cos",
        ),
        (
            "kind = \"sftp\"\npath = \"x\"\n".to_owned(),
            "`host` is missing",
        ),
    ] {
        let told = told(&target).stderr;
        assert!(told.contains(expected), "{target}{told}");
    }
}

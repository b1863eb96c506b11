//! Publishing to an object store that speaks the protocol of S3.

use serde_json::json;

use super::proxy::{Proxy, Weather};
use super::servers::{Dav, Moto, name_bucket, name_in, run_as};
use super::{Desk, PAGE, TASK};
use crate::support::{Run, tree};

const KEY: (&str, &str) = ("AKIDEXAMPLE", "wJalrXUtnFEMI");

pub(super) fn run(desk: &Desk, command: &str, more: &[&str]) -> Run {
    run_as(desk, KEY, command, more)
}

#[track_caller]
pub(super) fn publish(desk: &Desk, moto: &Moto) -> serde_json::Value {
    let run = run(desk, "publish", &["--format", "json"]);
    let (out, log) = (format!("{}{}", run.stdout, run.stderr), moto.log());
    assert_eq!(run.code, Some(0), "{out}{log}");
    desk.commit();
    run.json()
}

pub(super) fn edit(desk: &Desk, text: &str) {
    desk.site.write(
        "content/new.md",
        &format!("+++\ntitle = \"新页\"\n+++\n\n{text}\n"),
    );
    desk.commit();
}

/// Every file of the site that was built stands in the bucket, as it should be served.
#[track_caller]
fn assert_served(desk: &Desk, moto: &Moto) {
    for (path, bytes) in tree(&desk.site.public()) {
        let found = moto.ask("GET", &format!("www/{path}"), b"");
        assert_eq!(found.status, 200, "{path}");
        assert!(found.body == bytes, "{path}");
        let forever = path.starts_with("assets/") || path.ends_with(".bin");
        let cache = match forever {
            true => "public, max-age=31536000, immutable",
            false => "public, max-age=300",
        };
        assert_eq!(found.field("cache-control"), Some(cache), "{path}");
        let kind = match path.rsplit_once('.').map_or("", |(_, ending)| ending) {
            "html" => "text/html; charset=utf-8",
            "css" => "text/css; charset=utf-8",
            "js" => "text/javascript; charset=utf-8",
            "json" => "application/json",
            "" => "text/plain; charset=utf-8",
            _ => continue,
        };
        assert_eq!(found.field("content-type"), Some(kind), "{path}");
    }
}

#[test]
fn a_release_goes_out_and_back() {
    let moto = Moto::start();
    let proxy = Proxy::before(moto.port());
    let desk = Desk::new();
    name_bucket(&desk, proxy.port);
    let told = run(&desk, "releases", &["--lang", "en"]).exits(0).stdout;
    assert_eq!(told, "nothing was published yet\n");
    run(&desk, "verify", &[]).exits(2);
    let told = run(&desk, "publish", &["--dry-run", "--lang", "en"])
        .exits(0)
        .stdout;
    assert!(told.contains("\nsend index.html\n"), "{told}");
    assert_eq!(moto.ask("GET", "www/index.html", b"").status, 404);

    let first = publish(&desk, &moto)["release"]
        .as_str()
        .unwrap()
        .to_owned();
    assert_served(&desk, &moto);
    run(&desk, "verify", &["--lang", "en"]).exits(0);
    assert_eq!(moto.ask("GET", "www/index.html.br", b"").status, 404);
    assert_eq!(moto.ask("GET", "www/.gongkai/lock", b"").status, 404);

    let before = desk.site.read("public/guide.html");
    edit(&desk, "文字。");
    let text = desk.site.read(TASK);
    desk.site.write(TASK, &format!("{text}\n又一段。\n"));
    desk.commit();
    proxy.set(Weather::Fair);
    let second = publish(&desk, &moto);
    assert_served(&desk, &moto);
    run(&desk, "verify", &["--lang", "en"]).exits(0);
    assert_eq!(second["previous"], first.as_str());
    let sent = second["sent_files"].as_u64().unwrap();
    let shared = second["shared_files"].as_u64().unwrap();
    assert!(sent > 3 && shared > 10, "{second:#}");
    assert_eq!(moto.ask("GET", "www/new.html", b"").status, 200);

    // Back, with nothing but what the bucket has.
    let json = run(&desk, "rollback", &["--format", "json"])
        .exits(0)
        .json();
    assert_eq!(json["to"], first.as_str());
    assert_eq!(moto.ask("GET", "www/new.html", b"").status, 404);
    let guide = moto.ask("GET", "www/guide.html", b"");
    assert_eq!(guide.text(), before);
    assert_eq!(
        guide.field("content-type"),
        Some("text/html; charset=utf-8")
    );
    assert_eq!(guide.field("cache-control"), Some("public, max-age=300"));
    run(&desk, "verify", &["--lang", "en"]).exits(0);
    let again = second["release"].as_str().unwrap();
    run(&desk, "verify", &["--release", again]).exits(0);
    run(&desk, "rollback", &[again]).exits(0);
    assert_served(&desk, &moto);
    let json = run(&desk, "releases", &["--format", "json"])
        .exits(0)
        .json();
    let actions: Vec<_> = json["releases"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| line["action"].as_str().unwrap())
        .collect();
    assert_eq!(actions, ["publish", "publish", "rollback", "rollback"]);
    assert_eq!(json["broken_lines"], json!([]));
    assert_eq!(json["current"], again);

    // The same once more: nothing is to be done.
    run(&desk, "publish", &[]).exits(0);
    let json = run(&desk, "publish", &["--format", "json"]).exits(0).json();
    assert_eq!(json["up_to_date"], true, "{json:#}");
}

#[test]
fn requests_are_those_that_the_change_needs() {
    let moto = Moto::start();
    let proxy = Proxy::before(moto.port());
    let desk = Desk::new();
    name_bucket(&desk, proxy.port);
    publish(&desk, &moto);
    publish(&desk, &moto);
    edit(&desk, "文字。");
    proxy.set(Weather::Fair);
    let published = publish(&desk, &moto);
    let asked = proxy.asked();
    let count = |method: &str| asked.iter().filter(|(found, _)| found == method).count();
    let sent = usize::try_from(published["sent_files"].as_u64().unwrap()).unwrap();
    let removed = published["removed"].as_array().unwrap().len();
    // The lock, manifest, intent, three lists, the trail and its end.
    assert_eq!(count("PUT") - sent - copies(&asked), 8, "{asked:?}");
    // Intent and lock.
    assert_eq!(count("DELETE"), removed + 2);
    // Whether what comes is in the way, and whether what goes is kept.
    assert!(count("HEAD") <= 2 * sent, "{asked:?}");
    // The lock twice, the trail and its end, intent, two manifests.
    assert_eq!(count("GET"), 7, "{asked:?}");
}

/// How many of the requests were for the server to copy something aside.
fn copies(asked: &[(String, String)]) -> usize {
    let is_kept = |path: &str| path.contains("/.gongkai/kept/");
    asked
        .iter()
        .filter(|(method, path)| method == "PUT" && is_kept(path))
        .count()
}

#[test]
fn what_was_tampered_with_is_found_and_put_right() {
    let moto = Moto::start();
    let desk = Desk::new();
    name_bucket(&desk, moto.port());
    publish(&desk, &moto);
    let page = moto.ask("GET", &format!("www/{PAGE}"), b"");
    let forged = page.text().replacen("<p>", "<P>", 1);
    assert_ne!(forged, page.text());
    moto.ask("PUT", &format!("www/{PAGE}"), forged.as_bytes());
    moto.ask("DELETE", "www/guide.html", b"");
    moto.ask("PUT", "www/evil.html", b"theirs");
    let json = run(&desk, "verify", &["--format", "json"]).exits(1).json();
    assert_eq!(json["missing"], json!(["guide.html"]));
    assert_eq!(json["changed"], json!([PAGE]));
    assert_eq!(json["extra"], json!(["evil.html"]));
    // Another commit, with the same pages: only who looks at all of them sees that they are others.
    publish(&desk, &moto);
    let json = run(&desk, "verify", &["--format", "json"]).exits(1).json();
    assert_eq!(json["changed"], json!([PAGE]));
    run(&desk, "publish", &["--full"]).exits(0);
    assert_served(&desk, &moto);
    let json = run(&desk, "verify", &["--format", "json"]).exits(1).json();
    assert_eq!(json["changed"], json!([]));
    assert_eq!(json["extra"], json!(["evil.html"]), "it is not ours");
    // A trail that was rewritten.
    let trail = moto.ask("GET", "www/.gongkai/releases.jsonl", b"");
    let forged = trail.text().replacen("editor@", "nobody@", 1);
    moto.ask("PUT", "www/.gongkai/releases.jsonl", forged.as_bytes());
    run(&desk, "releases", &[]).exits(1);
}

#[test]
fn what_is_not_ours_is_refused() {
    let moto = Moto::start();
    let desk = Desk::new();
    name_bucket(&desk, moto.port());
    moto.ask("PUT", "www/index.html", b"theirs");
    moto.ask("PUT", "beside.html", b"theirs");
    let run_ = run(&desk, "publish", &["--format", "json"]).exits(1);
    assert_eq!(run_.codes(), ["publish/foreign"]);
    assert_eq!(moto.ask("GET", "www/index.html", b"").text(), "theirs");
    assert_eq!(moto.ask("GET", "www/guide.html", b"").status, 404);
    moto.ask("DELETE", "www/index.html", b"");
    publish(&desk, &moto);
    assert_eq!(moto.ask("GET", "beside.html", b"").text(), "theirs");
}

#[test]
fn a_site_may_have_a_bucket_or_a_server_of_its_own() {
    let (moto, dav) = (Moto::start(), Dav::start());
    let desk = Desk::new();
    let port = moto.port();
    name_in(
        &desk,
        &format!(
            "kind = \"s3\"\nendpoint = \"http://127.0.0.1:{port}\"\nbucket = \"site\"\nregion = \"us-east-1\"\n"
        ),
    );
    publish(&desk, &moto);
    let page = moto.ask("GET", "index.html", b"");
    assert_eq!(page.text(), desk.site.read("public/index.html"));
    run(&desk, "verify", &["--lang", "en"]).exits(0);
    let port = dav.port();
    name_in(
        &desk,
        &format!("kind = \"webdav\"\nendpoint = \"http://127.0.0.1:{port}\"\n"),
    );
    let run = |command: &str| run_as(&desk, Dav::USER, command, &["--lang", "en"]);
    run("publish").exits(0);
    assert_eq!(
        std::fs::read_to_string(dav.root().join("index.html")).unwrap(),
        desk.site.read("public/index.html")
    );
    run("verify").exits(0);
}

//! What is asked of a preview, and how it is answered or refused.

use std::fs;
use std::path::Path;

use super::serve;
use crate::preview::without_addition;
use crate::support::{DAY, LISTS, Run, Site, gongkai, tree};

fn encoded(path: &str) -> String {
    let kept = |byte: u8| byte.is_ascii_alphanumeric() || b"/-_.".contains(&byte);
    let one = |byte: u8| match kept(byte) {
        true => char::from(byte).to_string(),
        false => format!("%{byte:02X}"),
    };
    path.bytes().map(one).collect()
}

/// Fetches all files of a build from a preview of the same site.
fn assert_all_served(root: &Path, base: &str) {
    let folder = tempfile::tempdir().unwrap();
    let output = folder.path().join("public");
    let mut build = gongkai(&["build", "--as-of", DAY]);
    Run::of(
        build
            .arg("--root")
            .arg(root)
            .arg("--output-dir")
            .arg(&output),
    )
    .exits(0);
    let preview = serve(root, &[]);
    let mut pages = 0;
    for (path, bytes) in tree(&output) {
        let answer = preview.get(&format!("{base}{}", encoded(&path)));
        if LISTS.contains(&path.as_str()) {
            // Pages link to them; they say that they are of a build.
            assert_eq!(answer.status, 200, "{path}");
            assert!(
                answer.text().contains("`gongkai build` writes it"),
                "{path}"
            );
            continue;
        }
        let is_page = path.ends_with(".html");
        let is_withdrawn = is_page && String::from_utf8_lossy(&bytes).contains("page-withdrawn");
        assert_eq!(
            answer.status,
            if is_withdrawn { 410 } else { 200 },
            "{path}"
        );
        let body = match is_page {
            true => without_addition(&answer.body),
            false => answer.body,
        };
        assert!(body == bytes, "{path} differs");
        pages += usize::from(is_page);
        if let Some(folder) = path.strip_suffix("index.html") {
            let answer = preview.get(&format!("{base}{}", encoded(folder)));
            assert!(without_addition(&answer.body) == bytes, "{folder} differs");
        }
    }
    assert!(pages > 10, "{pages}");
}

#[test]
fn every_url_of_the_example_site_is_as_built() {
    assert_all_served(Path::new(env!("CARGO_MANIFEST_DIR")), "/");
}

#[test]
fn every_url_of_the_small_site_is_as_built() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/small");
    assert_all_served(&root, "/open/");
}

#[test]
fn addresses_are_answered_as_by_a_plain_host() {
    let site = Site::new();
    site.write(
        "content/urls.toml",
        "[[withdrawn]]\nurl = \"plans/old.html\"\ndate = 2026-01-01\nreason = \"有误\"\n\
         [[withdrawn]]\nurl = \"plans/old.xlsx\"\ndate = 2026-01-01\nreason = \"有误\"\n",
    );
    let preview = serve(&site.root(), &[]);
    let status = |path: &str| preview.get(path).status;
    let home = preview.get("/");
    assert_eq!(home.status, 200);
    let fields = [
        ("content-type", "text/html; charset=utf-8"),
        ("cache-control", "no-store"),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "strict-origin-when-cross-origin"),
        ("cross-origin-resource-policy", "same-origin"),
    ];
    for (name, value) in fields {
        assert_eq!(home.header(name), Some(value), "{name}");
    }
    // What browsers keep has a name that tells its content.
    for (start, folder) in [
        ("href=\"assets/site-", "/assets/site-"),
        (
            "<script type=\"module\" src=\"/-/gongkai/assets/",
            "/-/gongkai/assets/",
        ),
    ] {
        let (_, after) = home.text().split_once(start).unwrap();
        let (below, _) = after.split_once('"').unwrap();
        let kept = preview.get(&format!("{folder}{below}"));
        let keeps = Some("public, max-age=31536000, immutable");
        assert_eq!((kept.status, kept.header("cache-control")), (200, keeps));
        let other = preview.get(&format!("{folder}0{below}"));
        let keeps = Some("no-store");
        assert_eq!((other.status, other.header("cache-control")), (404, keeps));
    }
    let policy = home.header("content-security-policy").unwrap();
    assert!(policy.starts_with("default-src 'none'; style-src 'self'; script-src 'self';"));
    assert!(policy.ends_with("; frame-ancestors 'none'"));

    let folder = preview.get("/plans");
    assert_eq!(
        (folder.status, folder.header("location")),
        (307, Some("/plans/"))
    );
    assert_eq!(status("/plans/index.html"), 200);
    let missing = preview.get("/no/such/page");
    assert_eq!(missing.status, 404);
    let built = tree(&{
        site.build();
        site.public()
    });
    assert!(without_addition(&missing.body) == built["404.html"]);
    assert_eq!(status("/plans/old.html"), 410);
    assert_eq!(status("/plans/old.xlsx"), 410);
    // Only a release has one; what stands there says so.
    assert!(preview.json("/manifest.json")["preview"].is_string());
    let head = preview.send(&format!(
        "HEAD /guide.html HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n",
        preview.host
    ));
    assert_eq!((head.status, head.body.len()), (200, 0));
    assert!(head.header("content-length").is_some());
}

#[test]
fn a_site_below_the_root_of_its_host() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/small");
    let preview = serve(&root, &[]);
    for path in ["/", "/open"] {
        let answer = preview.get(path);
        assert_eq!(
            (answer.status, answer.header("location")),
            (307, Some("/open/")),
            "{path}"
        );
    }
    assert_eq!(preview.get("/elsewhere/index.html").status, 404);
}

#[test]
fn what_nobody_asks_for_in_good_faith_is_refused() {
    let site = Site::new();
    fs::write(site.path("secret.txt"), "secret").unwrap();
    let preview = serve(&site.root(), &[]);
    let host = preview.host.clone();
    let port = host.rsplit_once(':').unwrap().1.to_owned();
    let with_host = |host: &str| {
        preview
            .send(&format!(
                "GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
            ))
            .status
    };
    for own in [
        "localhost".to_owned(),
        format!("localhost:{port}"),
        format!("[::1]:{port}"),
    ] {
        assert_eq!(with_host(&own), 200, "{own}");
    }
    for foreign in [
        "evil.example",
        "127.0.0.1.evil.example",
        "localhost.evil.example:8000",
        "192.168.0.1",
        "a@127.0.0.1",
        "",
    ] {
        assert_eq!(with_host(foreign), 421, "{foreign}");
    }
    let raw = |head: &str| {
        preview
            .send(&format!("{head}Connection: close\r\n\r\n"))
            .status
    };
    assert_eq!(raw("GET / HTTP/1.1\r\n"), 400, "no Host");
    let two = format!("GET / HTTP/1.1\r\nHost: {host}\r\nHost: evil.example\r\n");
    assert_eq!(raw(&two), 400);
    let absolute = format!("GET http://evil.example/ HTTP/1.1\r\nHost: {host}\r\n");
    assert_eq!(raw(&absolute), 421);
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "BREW"] {
        assert_eq!(
            raw(&format!("{method} / HTTP/1.1\r\nHost: {host}\r\n")),
            405,
            "{method}"
        );
    }
    for path in [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/assets/..%5c..%5csecret.txt",
        "/plans/%00",
        "/%ff",
        "/-/gongkai/released/../../site.toml",
        "/-/gongkai/released/..%2fsite.toml",
        "/-/gongkai/released/%2e%2e/site.toml",
        "/-/gongkai/assets/../preview.js",
        "//etc/passwd",
        "/.git/config",
        "/site.toml",
        "/content/units.toml",
        "/-/gongkai/",
        "/-/gongkai/else",
    ] {
        let answer = preview.get(path);
        assert!(
            matches!(answer.status, 400 | 404),
            "{path}: {}",
            answer.status
        );
        assert!(!answer.text().contains("secret"), "{path}");
    }
    let long = format!("GET /{} HTTP/1.1\r\nHost: {host}\r\n", "a".repeat(5000));
    assert_eq!(raw(&long), 414);
    let long = format!("GET /{} HTTP/1.1\r\nHost: {host}\r\n", "a".repeat(20_000));
    assert!(matches!(raw(&long), 414 | 431));
    let many = "X-A: b\r\n".repeat(100);
    assert_eq!(
        raw(&format!("GET / HTTP/1.1\r\nHost: {host}\r\n{many}")),
        431
    );

    let state = |fields: &str| {
        raw(&format!(
            "GET /-/gongkai/state?page=/ HTTP/1.1\r\nHost: {host}\r\n{fields}"
        ))
    };
    assert_eq!(state(""), 200);
    assert_eq!(state("Sec-Fetch-Site: same-origin\r\n"), 200);
    assert_eq!(state(&format!("Origin: http://{host}\r\n")), 200);
    assert_eq!(state("Sec-Fetch-Site: cross-site\r\n"), 403);
    assert_eq!(state("Sec-Fetch-Site: same-site\r\n"), 403);
    assert_eq!(state("Origin: http://evil.example\r\n"), 403);
    assert_eq!(state("Origin: null\r\n"), 403);
}

//! `gongkai check --external`, through a proxy on this machine that stands for all other sites.

use std::io::{BufRead, BufReader, Lines, Write};
use std::net::{TcpListener, TcpStream};
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::thread;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::support::{COMPLETE, Run, Site};

const DAY: &str = "2020-12-31";

/// The web, as a proxy sees it.
struct Web {
    address: String,
    asked: Arc<Mutex<Vec<String>>>,
    cache: TempDir,
}

impl Web {
    fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let asked: Arc<Mutex<Vec<String>>> = Arc::default();
        let log = Arc::clone(&asked);
        thread::spawn(move || {
            for stream in listener.incoming() {
                let log = Arc::clone(&log);
                thread::spawn(move || serve(stream.unwrap(), &log));
            }
        });
        let cache = tempfile::tempdir().unwrap();
        Self {
            address,
            asked,
            cache,
        }
    }

    /// Runs the program with this web around it.
    fn run(&self, site: &Site, args: &[&str]) -> Run {
        let mut command = site.command(args);
        for name in ["NO_PROXY", "no_proxy"] {
            command.env_remove(name);
        }
        command.env("ALL_PROXY", &self.address);
        command.env("XDG_CACHE_HOME", self.cache.path());
        Run::of(&mut command)
    }

    fn check(&self, site: &Site, more: &[&str]) -> Run {
        let args = ["check", "--as-of", DAY, "--lang", "en"];
        self.run(site, &[&args, more].concat())
    }

    /// What was asked since the last call, sorted.
    fn asked(&self) -> Vec<String> {
        let mut asked = std::mem::take(&mut *self.asked.lock().unwrap());
        asked.sort();
        asked
    }
}

/// The first line of a request, without the headers after it.
fn request(lines: &mut Lines<BufReader<TcpStream>>) -> Option<String> {
    let first = lines.next()?.ok()?;
    while !lines.next()?.ok()?.is_empty() {}
    Some(first)
}

fn serve(mut stream: TcpStream, log: &Mutex<Vec<String>>) {
    let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
    let connect = request(&mut lines).unwrap();
    let host = connect.strip_prefix("CONNECT ").unwrap();
    let host = host.strip_suffix(":80 HTTP/1.1").unwrap().to_owned();
    stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n").unwrap();
    let asked = request(&mut lines).unwrap();
    let asked = format!("{host} {}", asked.strip_suffix(" HTTP/1.1").unwrap());
    let before = {
        let mut log = log.lock().unwrap();
        let before = log.iter().filter(|known| **known == asked).count();
        log.push(asked);
        before
    };
    let answer = match (host.as_str(), before) {
        ("gone.example.com", _) => "404 x",
        ("moved.example.com", _) => "301 x\r\nLocation: http://fine.example.com/new",
        ("busy.example.com", 0) => "429 x\r\nRetry-After: 0",
        _ => "200 x",
    };
    stream
        .write_all(format!("HTTP/1.1 {answer}\r\n\r\n").as_bytes())
        .unwrap();
}

/// A site whose texts link to other sites.
fn linking() -> Site {
    let settings = "name = \"示例\"\nbase_url = \"https://www.example.gov.cn/\"\n\n[organisation]\nname = \"示例单位\"\n";
    let off = "\"link/insecure\" = \"off\"\n";
    Site::of(&[
        ("site.toml", &format!("{settings}{COMPLETE}{off}")),
        (
            "content/a.md",
            "+++\ntitle = \"甲\"\n+++\n\n见[一](http://gone.example.com/)、[二](http://moved.example.com/old)、[三](http://fine.example.com/#x)。\n",
        ),
        (
            "content/b.md",
            "+++\ntitle = \"乙\"\n+++\n\n见[一](http://gone.example.com/#y)、[四](http://busy.example.com/)、[五](http://10.0.0.1/oa)。\n",
        ),
    ])
}

const ASKED: [&str; 6] = [
    "busy.example.com HEAD /",
    "busy.example.com HEAD /",
    "fine.example.com HEAD /",
    "gone.example.com GET /",
    "gone.example.com HEAD /",
    "moved.example.com HEAD /old",
];

#[test]
fn links_to_other_sites_are_asked_once() {
    let (web, site) = (Web::new(), linking());
    let told = web.check(&site, &["--external", "--format", "json"]);
    let told = told.exits(0);
    assert!(told.stderr.is_empty(), "{}", told.stderr);
    let document = told.json();
    let found: Vec<Value> = document["findings"].as_array().unwrap().clone();
    let found: Vec<Value> = found
        .iter()
        .map(|f| json!([f["code"], f["path"], f["line"], f["column"]]))
        .collect();
    assert_eq!(
        found,
        [
            json!(["link/external-gone", "content/a.md", 5, 2]),
            json!(["link/external-moved", "content/a.md", 5, 32]),
            json!(["link/external-gone", "content/b.md", 5, 2]),
            json!(["link/internal-host", "content/b.md", 5, 64]),
        ]
    );
    assert_eq!(
        document["external_links"],
        json!({"urls": 4, "from_cache": 0, "failed": 2, "undecided": 0})
    );
    let schema = site.run(&["schema", "findings"]).exits(0).json();
    let schema = jsonschema::validator_for(&schema).unwrap();
    assert!(schema.is_valid(&document));
    let mut asked = web.asked();
    // Where the moved page is now is asked, too.
    let new = asked.iter().position(|a| a == "fine.example.com HEAD /new");
    asked.remove(new.unwrap());
    assert_eq!(asked, ASKED);

    // The next run knows.
    let told = web.check(&site, &["--external"]).exits(0);
    assert_eq!(web.asked(), [""; 0]);
    assert!(
        told.stdout.contains(
            "warning[link/external-moved]: the page has moved for good: http://moved.example.com/old\n"
        ),
        "{}",
        told.stdout
    );
    assert!(
        told.stdout
            .contains("  = help: write http://fine.example.com/new\n")
    );
    assert!(
        told.stdout.ends_with(
            "external links: 4 URLs (4 from the cache), 2 with faults, 0 not decidable\nerrors: 0, warnings: 4, allowed: 0\n"
        ),
        "{}",
        told.stdout
    );
    // Without the cache, all is asked again; and a cache that is damaged is told.
    web.check(&site, &["--external", "--no-cache"]).exits(0);
    assert_eq!(web.asked().len(), ASKED.len() + 1);
    let kept = web.cache.path().join("gongkai/external-links.json");
    std::fs::write(&kept, "{").unwrap();
    let told = web.check(&site, &["--external"]).exits(0);
    let kept = kept.display();
    assert_eq!(
        told.stderr,
        format!("the cache of external links `{kept}` is damaged and not used\n")
    );
    assert_eq!(web.asked().len(), ASKED.len() + 1);
}

/// Only `--external` uses the network, and what it alone can know is asked of nothing else.
#[test]
fn nothing_else_asks() {
    let (web, site) = (Web::new(), linking());
    let allowance = "\n[[check.allow]]\nrule = \"link/external-gone\"\nfile = \"content/a.md\"\nreason = \"对方正在维护\"\n";
    let raised = "\"link/external-gone\" = \"error\"\n";
    let settings = site.read("site.toml");
    site.write("site.toml", &format!("{settings}{raised}{allowance}"));
    let told = web.check(&site, &["--format", "json"]).exits(0);
    assert_eq!(told.codes(), ["link/internal-host"]);
    assert!(told.json().get("external_links").is_none());
    web.run(&site, &["build", "--as-of", DAY]).exits(0);
    assert_eq!(web.asked(), [""; 0]);

    let external = ["--external", "--format", "json"];
    let told = web.check(&site, &external).exits(1);
    assert_eq!(
        told.codes(),
        [
            "link/external-moved",
            "link/external-gone",
            "link/internal-host"
        ]
    );
    assert_eq!(told.json()["allowed"][0]["code"], "link/external-gone");
    let page = site.read("content/a.md").replace("gone.", "fine.");
    site.write("content/a.md", &page);
    let codes = web.check(&site, &external).codes();
    assert!(codes.contains(&"check/unused-allowance".into()));
    web.check(&site, &["--no-cache"]).exits(2);
}

/// A page that was gone before is nothing that a change brings in.
#[test]
fn links_of_before_are_not_new() {
    let (web, site) = (Web::new(), linking());
    for args in [
        &["init", "--quiet"][..],
        &["add", "."],
        &[
            "-c",
            "user.name=a",
            "-c",
            "user.email=a@example.com",
            "commit",
            "--quiet",
            "--message",
            "甲",
        ],
    ] {
        let mut git = Command::new("git");
        git.args(args).current_dir(site.root());
        git.env("GIT_CONFIG_GLOBAL", "/dev/null");
        assert!(git.status().unwrap().success());
    }
    let page = "+++\ntitle = \"丙\"\n+++\n\n见[一](http://gone.example.com/#z)。\n";
    site.write("content/c.md", page);
    let args = ["--external", "--since", "HEAD", "--format", "json"];
    let told = web.check(&site, &args).exits(0).json();
    let found = told["findings"].as_array().unwrap();
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0]["path"], "content/c.md");
    assert_eq!(found[0]["code"], "link/external-gone");
}

/// Without a network, that is told, and nothing of the links.
#[test]
fn no_network_is_no_fault_of_the_links() {
    let (mut web, site) = (Web::new(), linking());
    let allowance = "\n[[check.allow]]\nrule = \"link/external-gone\"\nfile = \"content/a.md\"\nreason = \"对方正在维护\"\n";
    site.write("site.toml", &(site.read("site.toml") + allowance));
    web.address = "http://127.0.0.1:1".into();
    let told = web.check(&site, &["--external", "--format", "json"]);
    let told = told.exits(3);
    assert_eq!(told.codes(), ["external/no-network", "link/internal-host"]);
    assert_eq!(
        told.json()["findings"][0]["message"],
        "none of 4 other sites answered, links to them are not checked"
    );
    // Nor is it remembered.
    let again = web.check(&site, &["--external", "--format", "json"]);
    assert_eq!(again.exits(3).json()["external_links"]["from_cache"], 0);
}

/// A link that is on every page is asked, too.
#[test]
fn the_certificate_at_the_foot_is_asked() {
    let (web, site) = (Web::new(), linking());
    let foot = "\n[foot]\ncertificate = \"http://gone.example.com/\"\n";
    site.write("site.toml", &(site.read("site.toml") + foot));
    let told = web.check(&site, &["--external", "--format", "json"]);
    let told = told.exits(0).json();
    let found = told["findings"].as_array().unwrap().iter();
    let gone = found.filter(|f| f["code"] == "link/external-gone");
    let paths: Vec<&Value> = gone.map(|f| &f["path"]).collect();
    assert_eq!(paths, ["site.toml", "content/a.md", "content/b.md"]);
    assert_eq!(told["external_links"]["urls"], 4);
}

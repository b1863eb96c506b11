//! The sample configuration, in a real nginx.

use std::fs;
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use super::Desk;
use super::http::{Answer, ask, free_port};
use crate::preview::Preview;
use crate::support::{DAY, Run, Site};

const MODULE: &str = "/usr/lib/nginx/modules/ngx_http_brotli_static_module.so";

const DAV_MODULE: &str = "/usr/lib/nginx/modules/ngx_http_dav_ext_module.so";

#[derive(Debug)]
pub(super) struct Nginx {
    child: Child,
    port: u16,
}

impl Nginx {
    /// Serves a folder with the configuration that is printed for a site; `folder` takes its own files.
    pub(super) fn start(folder: &Path, site: &Site, served: &Path) -> Self {
        let port = free_port();
        let listen = format!("127.0.0.1:{port}");
        let args = [
            "server-config",
            "--listen",
            &listen,
            "--folder",
            served.to_str().unwrap(),
        ];
        let config = site.run(&args).exits(0).stdout;
        assert!(
            config.contains("server_name www.example.gov.cn;"),
            "{config}"
        );
        fs::write(folder.join("site.conf"), config).unwrap();
        let server = format!("include {}/site.conf;", folder.display());
        Self::run(folder, port, MODULE, &server)
    }

    /// Serves a folder by WebDAV: everybody may read, and the user of this file of passwords write.
    pub(super) fn dav(folder: &Path, port: u16, served: &Path, passwords: &Path) -> Self {
        let (root, passwords) = (served.display(), passwords.display());
        let server = format!(
            "server {{ listen 127.0.0.1:{port}; root {root}; client_max_body_size 0; location / {{\n\
             dav_methods PUT DELETE MKCOL COPY MOVE; dav_ext_methods PROPFIND OPTIONS; create_full_put_path on;\n\
             limit_except GET HEAD {{ auth_basic x; auth_basic_user_file {passwords}; }} }} }}"
        );
        Self::run(folder, port, DAV_MODULE, &server)
    }

    fn run(folder: &Path, port: u16, module: &str, server: &str) -> Self {
        let at = folder.display();
        let paths: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
            .iter()
            .map(|name| format!("{name}_temp_path {at}/{name};"))
            .collect();
        let user = match Run::of(Command::new("id").arg("-u")).stdout.trim() {
            "0" => "user root;",
            _ => "",
        };
        let main = format!(
            "{user} load_module {module}; pid {at}/pid; error_log {at}/error.log; worker_processes 1;\n\
             events {{}}\nhttp {{ access_log off; {paths} {server} }}\n"
        );
        fs::write(folder.join("nginx.conf"), main).unwrap();
        let child = Command::new("/usr/sbin/nginx")
            .arg("-p")
            .arg(folder)
            .arg("-c")
            .arg(folder.join("nginx.conf"))
            .args(["-g", "daemon off;"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("nginx, which tests/run installs");
        let mut nginx = Self { child, port };
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            let ended = nginx.child.try_wait().unwrap();
            let log = || fs::read_to_string(folder.join("error.log")).unwrap_or_default();
            assert!(ended.is_none(), "{}", log());
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
        nginx
    }

    pub(super) fn get(&self, path: &str, more: &[(&str, &str)]) -> Answer {
        ask(self.port, "GET", path, more, b"").unwrap()
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        // The master ends its workers when it is asked to.
        let asked = Command::new("kill")
            .arg(self.child.id().to_string())
            .status();
        assert!(asked.unwrap().success());
        self.child.wait().unwrap();
    }
}

#[test]
fn nginx_serves_a_release_as_it_should() {
    let desk = Desk::new();
    desk.publish();
    let folder = tempfile::tempdir().unwrap();
    let nginx = Nginx::start(folder.path(), &desk.site, &desk.current());
    let read = |path: &str| fs::read(desk.current().join(path)).unwrap();

    // As the preview says it, but for how long an answer may be kept.
    let preview = Preview::start(&mut desk.site.command(&["serve", "--as-of", DAY]));
    for path in [
        "/",
        "/guide.html",
        "/plans/",
        "/plans/2026/data.csv",
        "/feed.xml",
        "/catalogue.json",
        "/nowhere",
    ] {
        let (found, expected) = (nginx.get(path, &[]), preview.get(path));
        assert_eq!(found.status, expected.status, "{path}");
        if found.status == 404 {
            assert_eq!(found.body, read("404.html"));
        }
        for name in [
            "content-type",
            "x-content-type-options",
            "referrer-policy",
            "cross-origin-opener-policy",
            "cross-origin-resource-policy",
        ] {
            assert_eq!(found.field(name), expected.header(name), "{path}: {name}");
        }
        let policy = found.field("content-security-policy").unwrap();
        assert!(policy.starts_with("default-src 'none'; "), "{policy}");
        assert!(policy.ends_with("; frame-ancestors 'none'"), "{policy}");
        assert_eq!(
            found.field("cache-control"),
            Some("public, max-age=300"),
            "{path}"
        );
    }
    let html = String::from_utf8(read("index.html")).unwrap();
    let style = html
        .split("assets/site-")
        .nth(1)
        .unwrap()
        .split(".css")
        .next()
        .unwrap();
    let style = format!("/assets/site-{style}.css");
    let found = nginx.get(&style, &[]);
    let forever = Some("public, max-age=31536000, immutable");
    assert_eq!((found.status, found.field("cache-control")), (200, forever));

    for (accepted, encoding, ending) in [("gzip", "gzip", ".gz"), ("gzip, br", "br", ".br")] {
        let found = nginx.get(&style, &[("Accept-Encoding", accepted)]);
        assert_eq!(found.field("content-encoding"), Some(encoding));
        assert_eq!(found.field("content-type"), Some("text/css; charset=utf-8"));
        assert!(found.field("vary").is_some());
        assert!(found.body == read(&format!("{}{ending}", &style[1..])));
    }
    let sums = nginx.get("/SM3SUMS", &[]);
    assert_eq!(
        sums.field("content-type"),
        Some("text/plain; charset=utf-8")
    );
    assert_eq!(nginx.get("/.gongkai/lock", &[]).status, 404);
}

#[test]
fn a_word_that_would_break_the_configuration_is_refused() {
    let desk = Desk::new();
    for bad in ["a; b", "x\"y", "a\nb", "$host"] {
        desk.site
            .run(&["server-config", "--server-name", bad])
            .exits(2);
    }
    let plain = desk
        .site
        .run(&["server-config", "--no-brotli"])
        .exits(0)
        .stdout;
    assert!(!plain.contains("brotli"), "{plain}");
}

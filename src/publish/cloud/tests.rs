//! What each service is asked, word for word, by a way that only writes it down.

use std::sync::{Arc, Mutex};

use opendal::{Buffer, HttpBody, HttpTransport, HttpTransporter};
use ureq::http::{Request, Response};

use super::transport::whole;
use super::{Cloud, CloudPlace, Secret};
use crate::model::StoreKind;
use crate::publish::inplace::{Looks, Store as _};
use crate::publish::serving::{BRIEF, HTML};

const LOOKS: Looks = Looks {
    kind: HTML,
    cache: BRIEF,
};

/// A request: method, URL, and the fields of its head in the order of their names.
#[derive(Clone, Debug)]
struct Asked {
    line: String,
    head: Vec<(String, String)>,
}

impl Asked {
    fn field(&self, name: &str) -> Option<&str> {
        let found = self.head.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }
}

/// Answers as services do that have nothing, and take everything.
#[derive(Clone, Default)]
struct Recording(Arc<Mutex<Vec<Asked>>>);

impl HttpTransport for Recording {
    async fn fetch(&self, request: Request<Buffer>) -> opendal::Result<Response<HttpBody>> {
        let mut head: Vec<_> = request
            .headers()
            .iter()
            .map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()))
            .collect();
        head.sort();
        let (method, url) = (request.method().clone(), request.uri().clone());
        let line = format!("{method} {url}");
        let is_copy = head.iter().any(|(name, _)| name.ends_with("-copy-source"));
        self.0.lock().unwrap().push(Asked { line, head });
        let (status, body) = match method.as_str() {
            "PUT" if is_copy => (
                200,
                "<CopyObjectResult><ETag>\"x\"</ETag><LastModified>2020-07-22T00:00:00.000Z</LastModified></CopyObjectResult>",
            ),
            "PUT" => (200, ""),
            "DELETE" => (204, ""),
            _ => (404, ""),
        };
        Ok(Response::builder()
            .status(status)
            .header("etag", "\"x\"")
            .body(whole(body.into()))
            .unwrap())
    }
}

fn cloud(kind: StoreKind, endpoint: &str, token: Option<&str>) -> (Cloud, Recording) {
    let recording = Recording::default();
    let place = CloudPlace {
        kind,
        endpoint: endpoint.to_owned(),
        bucket: "gov".to_owned(),
        region: "cn-north-1".to_owned(),
        path: "网站".to_owned(),
        virtual_host: false,
        secret: Secret {
            id: "IDENTITY".to_owned(),
            key: "hidden".to_owned(),
            token: token.map(str::to_owned),
        },
    };
    let cloud = Cloud::with(&place, HttpTransporter::new(recording.clone())).unwrap();
    (cloud, recording)
}

struct Expected {
    kind: StoreKind,
    endpoint: &'static str,
    /// The URL of the site's folder.
    at: &'static str,
    /// How the field begins that says who asks.
    who: &'static str,
    /// The field that names what is copied, and its value.
    copied: (&'static str, &'static str),
    /// The field that lets only one make the lock.
    once: Option<(&'static str, &'static str)>,
    /// The field that carries the token of a session.
    token: Option<&'static str>,
}

const SITE: &str = "%E7%BD%91%E7%AB%99";

fn services() -> [Expected; 4] {
    [
        Expected {
            kind: StoreKind::S3,
            endpoint: "https://s3.example.cn",
            at: "https://s3.example.cn/gov/",
            who: "AWS4-HMAC-SHA256 Credential=IDENTITY/",
            copied: ("x-amz-copy-source", "gov/"),
            once: Some(("if-none-match", "*")),
            token: Some("x-amz-security-token"),
        },
        Expected {
            kind: StoreKind::Oss,
            endpoint: "https://oss-cn-hangzhou.aliyuncs.com",
            at: "https://gov.oss-cn-hangzhou.aliyuncs.com/",
            who: "OSS IDENTITY:",
            copied: ("x-oss-copy-source", "/gov/"),
            once: Some(("x-oss-forbid-overwrite", "true")),
            token: Some("x-oss-security-token"),
        },
        Expected {
            kind: StoreKind::Obs,
            endpoint: "https://obs.cn-north-4.myhuaweicloud.com",
            at: "https://gov.obs.cn-north-4.myhuaweicloud.com/",
            who: "OBS IDENTITY:",
            copied: ("x-obs-copy-source", "/gov/"),
            once: None,
            token: None,
        },
        Expected {
            kind: StoreKind::Cos,
            endpoint: "https://cos.ap-guangzhou.myqcloud.com",
            at: "https://gov.cos.ap-guangzhou.myqcloud.com/",
            who: "q-sign-algorithm=sha1&q-ak=IDENTITY&",
            copied: ("x-cos-copy-source", "/gov/"),
            once: Some(("x-cos-forbid-overwrite", "true")),
            token: Some("x-cos-security-token"),
        },
    ]
}

#[test]
fn each_service_is_asked_in_its_own_way() {
    for service in services() {
        let kind = service.kind.name();
        let (cloud, recording) = cloud(
            service.kind,
            service.endpoint,
            service.token.map(|_| "TOKEN"),
        );
        let taken = || std::mem::take(&mut *recording.0.lock().unwrap());
        let url = |path: &str| format!("{}{SITE}/{path}", service.at);

        cloud.write("a/b.html", b"text".to_vec(), LOOKS).unwrap();
        let asked = taken();
        assert_eq!(asked.len(), 1, "{kind}: {asked:#?}");
        assert_eq!(asked[0].line, format!("PUT {}", url("a/b.html")), "{kind}");
        assert_eq!(asked[0].field("content-type"), Some(HTML), "{kind}");
        assert_eq!(asked[0].field("cache-control"), Some(BRIEF), "{kind}");
        let who = asked[0].field("authorization").unwrap();
        assert!(who.starts_with(service.who), "{kind}: {who}");
        assert!(!format!("{asked:?}").contains("hidden"), "{kind}");
        if let Some(token) = service.token {
            assert_eq!(asked[0].field(token), Some("TOKEN"), "{kind}");
        }

        cloud.copy("a/b.html", ".gongkai/kept/x.html", 4).unwrap();
        let asked = taken();
        assert_eq!(asked.len(), 1, "{kind}: {asked:#?}");
        assert_eq!(
            asked[0].line,
            format!("PUT {}", url(".gongkai/kept/x.html")),
            "{kind}"
        );
        let (field, from) = service.copied;
        let found = asked[0].field(field).unwrap();
        assert_eq!(found, format!("{from}{SITE}/a/b.html"), "{kind}");

        assert_eq!(cloud.read("a.html").unwrap(), None, "{kind}");
        assert!(!cloud.stands("a.html").unwrap(), "{kind}");
        cloud.remove("a.html").unwrap();
        let lines: Vec<_> = taken().into_iter().map(|asked| asked.line).collect();
        let expected =
            ["GET", "HEAD", "DELETE"].map(|method| format!("{method} {}", url("a.html")));
        assert_eq!(lines, expected, "{kind}");

        // What is read back is not ours here, as nothing is kept.
        assert!(!cloud.claim("us").unwrap(), "{kind}");
        let asked = taken();
        let put = asked
            .iter()
            .find(|asked| asked.line.starts_with("PUT"))
            .unwrap();
        assert_eq!(put.line, format!("PUT {}", url(".gongkai/lock")), "{kind}");
        if let Some((field, value)) = service.once {
            assert_eq!(put.field(field), Some(value), "{kind}: {put:#?}");
        }
        assert!(asked.last().unwrap().line.starts_with("GET"), "{kind}");
    }
}

#[test]
fn credentials_are_in_no_error_and_no_debug_output() {
    for service in services() {
        let (cloud, _) = cloud(service.kind, service.endpoint, None);
        let debug = format!("{cloud:?}");
        assert!(!debug.contains("hidden"), "{debug}");
        let error = cloud.copy("missing", "to", 1);
        let told = format!("{error:?}");
        assert!(
            !told.contains("hidden") && !told.contains("IDENTITY"),
            "{told}"
        );
    }
}

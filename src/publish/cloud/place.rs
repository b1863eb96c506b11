//! Where a bucket or a server is, and who asks.

use std::fmt;

use crate::model::StoreKind;

/// An object store, or a server that speaks WebDAV.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CloudPlace {
    /// What it is.
    pub kind: StoreKind,
    /// The URL of the service, such as `https://oss-cn-hangzhou.aliyuncs.com`.
    pub endpoint: String,
    /// The bucket; empty for WebDAV.
    pub bucket: String,
    /// The region that requests are signed for; empty where the kind needs none.
    pub region: String,
    /// The folder in it, without `/` at either end; may be empty.
    pub path: String,
    /// Whether the bucket is part of the name of the host (S3 only; the others settle it themselves).
    pub virtual_host: bool,
    /// Who asks.
    pub secret: Secret,
}

/// Credentials. They are in no output, not even in that for debugging.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Secret {
    /// The ID of an access key, or the name of a user.
    pub id: String,
    /// The key, or the password.
    pub key: String,
    /// The token of a session, where the key is a temporary one.
    pub token: Option<String>,
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

impl CloudPlace {
    /// A path of the target as people know it.
    pub(in crate::publish) fn shown(&self, path: &str) -> String {
        let endpoint = self.endpoint.trim_end_matches('/');
        let parts = match self.kind {
            StoreKind::Webdav => [endpoint, &self.path, path, ""],
            _ => [self.kind.name(), &self.bucket, &self.path, path],
        };
        let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        match self.kind {
            StoreKind::Webdav => parts.join("/"),
            _ => parts.join("/").replacen('/', "://", 1),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_shown_without_secrets() {
        let mut place = CloudPlace {
            kind: StoreKind::Oss,
            endpoint: "https://oss-cn-hangzhou.aliyuncs.com".to_owned(),
            bucket: "gov".to_owned(),
            region: String::new(),
            path: "www".to_owned(),
            virtual_host: false,
            secret: Secret {
                id: "identity".to_owned(),
                key: "password".to_owned(),
                token: Some("session".to_owned()),
            },
        };
        assert_eq!(place.shown(""), "oss://gov/www");
        assert_eq!(place.shown("a/b.html"), "oss://gov/www/a/b.html");
        let debug = format!("{place:?}");
        for secret in ["identity", "password", "session"] {
            assert!(!debug.contains(secret), "{debug}");
        }
        place.kind = StoreKind::Webdav;
        place.endpoint = "https://dav.example.gov.cn/site/".to_owned();
        place.path = String::new();
        assert_eq!(place.shown("a"), "https://dav.example.gov.cn/site/a");
    }
}

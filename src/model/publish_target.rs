use super::{Located, Profile, Text};

/// The places that a site is published to, in the order of the file.
#[derive(Clone, Debug, Default)]
pub struct PublishTargets(pub Vec<PublishTarget>);

/// A place that a site is published to.
#[derive(Clone, Debug)]
pub struct PublishTarget {
    /// What it is called on the command line.
    pub name: Text,
    /// What it is.
    pub place: PublishPlace,
    /// The profile by which the site is checked before it goes there, in place of that of `[check]`.
    pub profile: Option<Profile>,
    /// How many releases stay there to go back to, at least two; none to keep all.
    pub keep: Option<u32>,
}

/// What a place to publish to is.
#[derive(Clone, Debug)]
pub enum PublishPlace {
    /// A folder; a relative path starts at the folder of the site.
    Folder {
        /// Where it is.
        path: Located<Box<str>>,
    },
    /// A folder of another machine, over SFTP.
    Sftp {
        /// What `ssh` connects to.
        host: Located<Box<str>>,
        /// Where the folder is there.
        path: Located<Box<str>>,
        /// A configuration of `ssh`.
        config: Option<Located<Box<str>>>,
        /// A file with a private key, outside the site.
        credentials: Option<Located<Box<str>>>,
    },
    /// An object store, or a server that speaks WebDAV.
    Store {
        /// Which of them.
        kind: StoreKind,
        /// The URL of the service.
        endpoint: Located<Box<str>>,
        /// The bucket, but for WebDAV.
        bucket: Option<Located<Box<str>>>,
        /// The region that requests are signed for, where the kind asks for one.
        region: Option<Located<Box<str>>>,
        /// The folder in it, without `/` at either end; may be empty.
        path: Box<str>,
        /// Whether the bucket is part of the name of the host.
        virtual_host: bool,
        /// A file with credentials, outside the site.
        credentials: Option<Located<Box<str>>>,
    },
}

/// A kind of service that keeps files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StoreKind {
    /// Whatever speaks the protocol of Amazon S3.
    S3,
    /// Aliyun OSS (阿里云对象存储).
    Oss,
    /// Huawei OBS (华为云对象存储服务).
    Obs,
    /// Tencent COS (腾讯云对象存储).
    Cos,
    /// A server that speaks WebDAV (RFC 4918).
    Webdav,
}

impl StoreKind {
    /// Every kind.
    pub const ALL: [Self; 5] = [Self::S3, Self::Oss, Self::Obs, Self::Cos, Self::Webdav];

    /// What it is called in `site.toml`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::S3 => "s3",
            Self::Oss => "oss",
            Self::Obs => "obs",
            Self::Cos => "cos",
            Self::Webdav => "webdav",
        }
    }
}

impl PublishTargets {
    /// The place of a name.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<&PublishTarget> {
        self.0
            .iter()
            .find(|target| target.name.value.as_ref() == name)
    }
}

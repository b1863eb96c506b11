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

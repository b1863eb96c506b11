//! Object stores and WebDAV, reached through OpenDAL.

mod dav;
mod fault;
mod place;
mod refusal;
#[cfg(test)]
mod tests;
mod transport;

use std::collections::BTreeSet;
use std::future::Future;
use std::io;
use std::sync::Mutex;
use std::thread;
use std::time::Duration;

use opendal::options::{CopyOptions, ListOptions, WriteOptions};
use opendal::services::{Cos, Obs, Oss, S3, Webdav};
use opendal::{Buffer, Error, ErrorKind, HttpTransporter, OperationContext, Operator};

pub(super) use fault::refused;
pub use place::{CloudPlace, Secret};

use self::transport::{Client, refusal, wait};
use super::inplace::{LOCK, Looks, OWN, Store};
use crate::model::StoreKind;

/// So many requests are on their way at once.
const AT_ONCE: usize = 16;
/// How often a request is made that fails for a moment.
const TRIES: u32 = 5;
/// How long to wait before the second try; before each after that, twice as long.
const PAUSE: Duration = Duration::from_millis(200);

/// A bucket, or a folder of a server that speaks WebDAV.
#[derive(Debug)]
pub(super) struct Cloud {
    place: CloudPlace,
    operator: Operator,
    transport: HttpTransporter,
    /// The folders that are known to be there, where there are folders.
    folders: Mutex<BTreeSet<String>>,
}

impl Cloud {
    pub(super) fn new(place: &CloudPlace) -> io::Result<Self> {
        Self::with(place, HttpTransporter::new(Client::default()))
    }

    fn with(place: &CloudPlace, transport: HttpTransporter) -> io::Result<Self> {
        let context = OperationContext::new().with_http_transport(transport.clone());
        let operator = operator(place).map_err(|error| meaning(&error))?;
        Ok(Self {
            place: place.clone(),
            operator: operator.with_context(context),
            transport,
            folders: Mutex::default(),
        })
    }

    fn is_dav(&self) -> bool {
        self.place.kind == StoreKind::Webdav
    }

    /// Does something, and again where it fails for a moment only.
    fn patiently<T, F>(&self, what: impl Fn(Operator) -> F) -> Result<T, Error>
    where
        F: Future<Output = Result<T, Error>>,
    {
        let mut pause = PAUSE;
        let mut tried = 1;
        loop {
            match wait(what(self.operator.clone())) {
                Err(error) if error.is_temporary() && tried < TRIES => {
                    thread::sleep(pause);
                    pause *= 2;
                    tried += 1;
                }
                done => return done,
            }
        }
    }

    fn put(&self, path: &str, bytes: Vec<u8>, looks: Looks, is_new: bool) -> Result<(), Error> {
        let capability = self.operator.info().capability();
        let bytes = Buffer::from(bytes);
        self.patiently(|operator| {
            let kept = |is_kept: bool, what: &str| is_kept.then(|| what.to_owned());
            let options = WriteOptions {
                content_type: kept(capability.write_with_content_type, looks.kind),
                cache_control: kept(capability.write_with_cache_control, looks.cache),
                if_not_exists: is_new && capability.write_with_if_not_exists,
                ..WriteOptions::default()
            };
            let bytes = bytes.clone();
            async move { operator.write_options(path, bytes, options).await.map(drop) }
        })
    }
}

/// What the library calls this place. Credentials are only those that are stated: nothing is looked for in
/// files, variables of others, or on the network.
fn operator(place: &CloudPlace) -> Result<Operator, Error> {
    let CloudPlace {
        kind,
        endpoint,
        bucket,
        region,
        path,
        secret,
        ..
    } = place;
    let Secret { id, key, token } = secret;
    let root = format!("/{path}");
    match kind {
        StoreKind::S3 => {
            let mut store = S3::default()
                .root(&root)
                .bucket(bucket)
                .endpoint(endpoint)
                .region(region)
                .access_key_id(id)
                .secret_access_key(key)
                .disable_config_load()
                .disable_ec2_metadata();
            if let Some(token) = token {
                store = store.session_token(token);
            }
            if place.virtual_host {
                store = store.enable_virtual_host_style();
            }
            Operator::new(store)
        }
        StoreKind::Oss => {
            let mut store = Oss::default()
                .root(&root)
                .bucket(bucket)
                .endpoint(endpoint)
                .access_key_id(id)
                .access_key_secret(key);
            if let Some(token) = token {
                store = store.security_token(token);
            }
            Operator::new(store)
        }
        StoreKind::Obs => Operator::new(
            Obs::default()
                .root(&root)
                .bucket(bucket)
                .endpoint(endpoint)
                .access_key_id(id)
                .secret_access_key(key),
        ),
        StoreKind::Cos => {
            let mut store = Cos::default()
                .root(&root)
                .bucket(bucket)
                .endpoint(endpoint)
                .secret_id(id)
                .secret_key(key)
                .disable_config_load();
            if let Some(token) = token {
                store = store.security_token(token);
            }
            Operator::new(store)
        }
        StoreKind::Webdav => {
            let mut store = Webdav::default()
                .root(&root)
                .endpoint(endpoint.trim_end_matches('/'))
                // They are made once for all files in them.
                .disable_create_dir(true);
            if !id.is_empty() {
                store = store.username(id).password(key);
            }
            Operator::new(store)
        }
    }
}

/// An error of the library as one of the system. What it says of requests is left out.
fn meaning(error: &Error) -> io::Error {
    if let Some(refusal) = refusal(error) {
        return refusal.clone().into();
    }
    let kind = match error.kind() {
        ErrorKind::NotFound => io::ErrorKind::NotFound,
        ErrorKind::PermissionDenied => io::ErrorKind::PermissionDenied,
        ErrorKind::ConditionNotMatch | ErrorKind::AlreadyExists | ErrorKind::Conflict => {
            io::ErrorKind::AlreadyExists
        }
        ErrorKind::Unsupported => io::ErrorKind::Unsupported,
        _ => io::ErrorKind::Other,
    };
    io::Error::new(kind, error.kind().to_string())
}

impl Store for Cloud {
    fn shown(&self, path: &str) -> String {
        self.place.shown(path)
    }

    fn at_once(&self) -> usize {
        AT_ONCE
    }

    fn read(&self, path: &str) -> io::Result<Option<Vec<u8>>> {
        match self.patiently(|operator| async move { operator.read(path).await }) {
            Ok(bytes) => Ok(Some(bytes.to_vec())),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(meaning(&error)),
        }
    }

    fn stands(&self, path: &str) -> io::Result<bool> {
        let found = self.patiently(|operator| async move { operator.exists(path).await });
        found.map_err(|error| meaning(&error))
    }

    fn list(&self, folder: &str) -> io::Result<Vec<String>> {
        let options = ListOptions {
            recursive: true,
            ..ListOptions::default()
        };
        let entries = self.patiently(|operator| {
            let options = options.clone();
            async move { operator.list_options(folder, options).await }
        });
        let entries = match entries {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
            entries => entries.map_err(|error| meaning(&error))?,
        };
        let mut paths: Vec<String> = entries
            .into_iter()
            .filter(|entry| entry.metadata().is_file())
            .filter(|entry| !folder.is_empty() || !entry.path().starts_with(OWN))
            .map(|entry| entry.path().to_owned())
            .collect();
        paths.sort();
        Ok(paths)
    }

    fn write(&self, path: &str, bytes: Vec<u8>, looks: Looks) -> io::Result<()> {
        self.folders_for(path)?;
        self.put(path, bytes, looks, false)
            .map_err(|error| meaning(&error))
    }

    fn copy(&self, from: &str, to: &str, size: u64) -> io::Result<()> {
        self.folders_for(to)?;
        let copied = self.patiently(|operator| async move {
            let options = CopyOptions {
                source_content_length_hint: Some(size),
                ..CopyOptions::default()
            };
            operator.copy_options(from, to, options).await
        });
        copied.map(drop).map_err(|error| meaning(&error))
    }

    fn remove(&self, path: &str) -> io::Result<()> {
        let removed = self.patiently(|operator| async move { operator.delete(path).await });
        removed.map_err(|error| meaning(&error))
    }

    fn claim(&self, owner: &str) -> io::Result<bool> {
        if self.is_dav() {
            return self.claim_by_folder(owner);
        }
        if !self.operator.info().capability().write_with_if_not_exists && self.stands(LOCK)? {
            return Ok(self.owner()? == owner);
        }
        let put = self.put(LOCK, owner.as_bytes().to_vec(), Looks::OWN, true);
        match put.map_err(|error| meaning(&error)) {
            // There are services that overlook the condition, and answers that are lost on their way: who
            // reads back what they wrote holds the lock.
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
            _ => Ok(self.owner()? == owner),
        }
    }

    fn owner(&self) -> io::Result<String> {
        let bytes = self.read(LOCK)?.unwrap_or_default();
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }

    fn unclaim(&self) -> io::Result<()> {
        self.remove(LOCK)?;
        match self.is_dav() {
            true => self.unclaim_folder(),
            false => Ok(()),
        }
    }
}

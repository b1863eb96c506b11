//! What WebDAV needs beyond what the library does: folders that are made once, and one of them as a lock.

use std::io;
use std::sync::PoisonError;

use opendal::raw::{format_authorization_by_basic, percent_encode_path};
use opendal::{Buffer, Error, ErrorKind};
use ureq::http::{Method, Request, StatusCode, header};

use super::{Cloud, Secret, meaning};
use crate::publish::inplace::{LOCK, Looks, OWN, Store as _};

/// The folder that is there while somebody is at work: making one is a single step that fails if it is there.
const LOCK_FOLDER: &str = ".gongkai/locked/";

impl Cloud {
    /// Makes the folders that a file lies in, where there are folders.
    pub(super) fn folders_for(&self, path: &str) -> io::Result<()> {
        if !self.is_dav() {
            return Ok(());
        }
        let (root, inner) = (&self.place.path, path);
        let full = match root.as_str() {
            "" => inner.to_owned(),
            root => format!("{root}/{inner}"),
        };
        for (at, _) in full.match_indices('/') {
            let Some(folder) = full.get(..=at) else {
                continue;
            };
            let mut known = self.folders.lock().unwrap_or_else(PoisonError::into_inner);
            if !known.contains(folder) {
                self.make_folder(folder)?;
                known.insert(folder.to_owned());
            }
        }
        Ok(())
    }

    /// Makes a folder, whose path starts at the endpoint; says whether it was not there.
    fn make_folder(&self, folder: &str) -> io::Result<bool> {
        let method = Method::from_bytes(b"MKCOL").map_err(io::Error::other)?;
        let made = self.patiently(|_| self.ask(&method, folder));
        match made.map_err(|error| meaning(&error))? {
            StatusCode::CREATED | StatusCode::OK => Ok(true),
            StatusCode::METHOD_NOT_ALLOWED => Ok(false),
            status @ (StatusCode::NOT_FOUND | StatusCode::CONFLICT) => Err(io::Error::new(
                io::ErrorKind::NotFound,
                format!("{folder}: HTTP {}", status.as_u16()),
            )),
            status => Err(io::Error::other(format!(
                "{folder}: HTTP {}",
                status.as_u16()
            ))),
        }
    }

    async fn ask(&self, method: &Method, path: &str) -> Result<StatusCode, Error> {
        let endpoint = self.place.endpoint.trim_end_matches('/');
        let url = format!("{endpoint}/{}", percent_encode_path(path));
        let mut request = Request::builder().method(method.clone()).uri(url);
        let Secret { id, key, .. } = &self.place.secret;
        if !id.is_empty() {
            request = request.header(
                header::AUTHORIZATION,
                format_authorization_by_basic(id, key)?,
            );
        }
        let request = request
            .body(Buffer::new())
            .map_err(|error| Error::new(ErrorKind::Unexpected, "bad request").set_source(error))?;
        Ok(self.transport.send(request).await?.status())
    }

    fn lock_folder(&self) -> String {
        match self.place.path.as_str() {
            "" => LOCK_FOLDER.to_owned(),
            root => format!("{root}/{LOCK_FOLDER}"),
        }
    }

    pub(super) fn claim_by_folder(&self, owner: &str) -> io::Result<bool> {
        self.folders_for(OWN)?;
        if !self.make_folder(&self.lock_folder())? {
            // Made by us, if the answer was lost on its way and the next try found it.
            return Ok(self.owner()? == owner);
        }
        self.write(LOCK, owner.as_bytes().to_vec(), Looks::OWN)?;
        Ok(true)
    }

    pub(super) fn unclaim_folder(&self) -> io::Result<()> {
        let folder = self.lock_folder();
        let status = self.patiently(|_| self.ask(&Method::DELETE, &folder));
        match status.map_err(|error| meaning(&error))? {
            status if status.is_success() || status == StatusCode::NOT_FOUND => Ok(()),
            status => Err(io::Error::other(format!("HTTP {}", status.as_u16()))),
        }
    }
}

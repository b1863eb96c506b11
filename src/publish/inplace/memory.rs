//! A store in memory, which stops answering when it is told to.

use std::collections::BTreeMap;
use std::io;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::{Looks, Store};

/// Files and what readers are told with them.
pub(super) type Files = BTreeMap<String, (Vec<u8>, Looks)>;

/// Files in memory.
#[derive(Default)]
pub(super) struct Memory {
    pub(super) files: Mutex<Files>,
    /// How many requests were made.
    pub(super) asked: AtomicUsize,
    /// How many more are answered.
    pub(super) left: AtomicUsize,
    /// The files after each request that changed them, if somebody watches.
    pub(super) seen: Mutex<Option<Vec<Files>>>,
}

impl Memory {
    pub(super) fn new() -> Self {
        let memory = Self::default();
        memory.left.store(usize::MAX, Ordering::SeqCst);
        memory
    }

    pub(super) fn of(files: Files) -> Self {
        let memory = Self::new();
        *memory.files.lock().unwrap() = files;
        memory
    }

    fn ask<T>(&self, what: impl FnOnce(&mut Files) -> T) -> io::Result<T> {
        self.asked.fetch_add(1, Ordering::SeqCst);
        let left = self.left.load(Ordering::SeqCst);
        if left == 0 {
            return Err(io::ErrorKind::ConnectionAborted.into());
        }
        self.left.store(left - 1, Ordering::SeqCst);
        Ok(what(&mut self.files.lock().unwrap()))
    }

    fn change<T>(&self, what: impl FnOnce(&mut Files) -> T) -> io::Result<T> {
        let done = self.ask(what)?;
        if let Some(seen) = self.seen.lock().unwrap().as_mut() {
            seen.push(self.files.lock().unwrap().clone());
        }
        Ok(done)
    }

    /// What readers see, but for the lists of the release.
    pub(super) fn site(&self) -> BTreeMap<String, String> {
        site(&self.files.lock().unwrap())
    }

    pub(super) fn requests(&self, what: impl FnOnce()) -> usize {
        let before = self.asked.load(Ordering::SeqCst);
        what();
        self.asked.load(Ordering::SeqCst) - before
    }
}

/// What readers see of files, but for the lists of the release.
pub(super) fn site(files: &Files) -> BTreeMap<String, String> {
    let seen = files
        .iter()
        .filter(|(path, _)| !path.starts_with(".gongkai/") && !crate::release::is_reserved(path));
    seen.map(|(path, (bytes, _))| (path.clone(), String::from_utf8(bytes.clone()).unwrap()))
        .collect()
}

impl Store for Memory {
    fn shown(&self, path: &str) -> String {
        format!("memory/{path}")
    }
    fn at_once(&self) -> usize {
        1
    }
    fn read(&self, path: &str) -> io::Result<Option<Vec<u8>>> {
        self.ask(|files| files.get(path).map(|(bytes, _)| bytes.clone()))
    }
    fn stands(&self, path: &str) -> io::Result<bool> {
        self.ask(|files| files.contains_key(path))
    }
    fn list(&self, folder: &str) -> io::Result<Vec<String>> {
        let is_in = |path: &&String| match folder {
            "" => !path.starts_with(".gongkai/"),
            folder => path.starts_with(folder),
        };
        self.ask(|files| files.keys().filter(is_in).cloned().collect())
    }
    fn write(&self, path: &str, bytes: Vec<u8>, looks: Looks) -> io::Result<()> {
        self.change(|files| drop(files.insert(path.to_owned(), (bytes, looks))))
    }
    fn copy(&self, from: &str, to: &str, size: u64) -> io::Result<()> {
        self.change(|files| {
            let found = files.get(from).cloned().ok_or(io::ErrorKind::NotFound)?;
            if found.0.len() as u64 != size {
                return Err(io::ErrorKind::InvalidInput.into());
            }
            files.insert(to.to_owned(), found);
            Ok(())
        })?
    }
    fn remove(&self, path: &str) -> io::Result<()> {
        self.change(|files| drop(files.remove(path)))
    }
    fn claim(&self, owner: &str) -> io::Result<bool> {
        self.ask(|files| {
            let is_free = !files.contains_key(".gongkai/lock");
            if is_free {
                let lock = (owner.as_bytes().to_vec(), Looks::OWN);
                files.insert(".gongkai/lock".to_owned(), lock);
            }
            is_free
        })
    }
    fn owner(&self) -> io::Result<String> {
        let bytes = self.read(".gongkai/lock")?.unwrap_or_default();
        Ok(String::from_utf8(bytes).unwrap())
    }
    fn unclaim(&self) -> io::Result<()> {
        self.ask(|files| drop(files.remove(".gongkai/lock")))
    }
}

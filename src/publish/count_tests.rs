//! What is sent grows with what changed, not with the site.

use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::beside;
use super::files::{Files, Lock, Stands};
use super::local::Local;
use super::testing::{publication, released};
use super::{Outgoing, Published};
use crate::release::ManifestFile;

/// A folder that counts what is written to it.
struct Counting {
    inner: Local,
    written: AtomicUsize,
    linked: AtomicUsize,
}

impl Files for Counting {
    fn shown(&self, path: &str) -> String {
        self.inner.shown(path)
    }
    fn stands(&self, path: &str) -> io::Result<Stands> {
        self.inner.stands(path)
    }
    fn list(&self, folder: &str) -> io::Result<Vec<String>> {
        self.inner.list(folder)
    }
    fn read(&self, path: &str) -> io::Result<Option<Vec<u8>>> {
        self.inner.read(path)
    }
    fn holds(&self, path: &str, facts: &ManifestFile) -> io::Result<bool> {
        self.inner.holds(path, facts)
    }
    fn create_folder(&self, path: &str) -> io::Result<()> {
        self.inner.create_folder(path)
    }
    fn write(&self, path: &str, bytes: &[u8], lasts: bool) -> io::Result<()> {
        self.written.fetch_add(1, Ordering::SeqCst);
        self.inner.write(path, bytes, lasts)
    }
    fn link(&self, from: &str, to: &str) -> io::Result<()> {
        self.linked.fetch_add(1, Ordering::SeqCst);
        self.inner.link(from, to)
    }
    fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        self.inner.rename(from, to)
    }
    fn point(&self, link: &str, to: &str) -> io::Result<()> {
        self.inner.point(link, to)
    }
    fn remove_file(&self, path: &str) -> io::Result<()> {
        self.inner.remove_file(path)
    }
    fn remove_folder(&self, path: &str) -> io::Result<()> {
        self.inner.remove_folder(path)
    }
    fn lock(&self, owner: &str, by_force: bool) -> io::Result<Lock> {
        self.inner.lock(owner, by_force)
    }
}

fn build(output: &Path, changed: usize) -> Outgoing {
    let pages = (0..10_000).map(|page| {
        let edition = usize::from(page < changed);
        (
            format!("{}/{page}.html", page % 100),
            format!("{page} {edition}"),
        )
    });
    released(output, pages)
}

fn publish(files: &dyn Files, outgoing: &Outgoing, at: &str) -> Published {
    beside::send(files, outgoing, &publication(at)).unwrap()
}

#[test]
fn of_ten_thousand_pages_ten_are_sent() {
    let folder = tempfile::tempdir().unwrap();
    let output = folder.path().join("public");
    let files = Counting {
        inner: Local::new(&folder.path().join("www")),
        written: AtomicUsize::new(0),
        linked: AtomicUsize::new(0),
    };
    let written = |outgoing: &Outgoing, at: &str| {
        files.written.store(0, Ordering::SeqCst);
        let published = publish(&files, outgoing, at);
        (published, files.written.load(Ordering::SeqCst))
    };
    let (first, all) = written(&build(&output, 0), "2020-07-22T00:00:00Z");
    // Besides the pages: manifest, sums, what else there is, the intent, the trail and its seal.
    assert_eq!((first.sent_files, all), (10_000, 10_007));
    let (second, few) = written(&build(&output, 10), "2020-07-23T00:00:00Z");
    assert_eq!((second.sent_files, few), (10, 17));
    assert_eq!(second.sent_bytes, 30);
    assert_eq!(files.linked.load(Ordering::SeqCst), 9_990);
}

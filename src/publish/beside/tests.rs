//! Releases side by side, at times that tests choose.

use std::fs;

use super::{inspect, send};
use crate::publish::Publication;
use crate::publish::local::Local;
use crate::publish::testing::{publication, released};

const AT: &str = "2020-07-22T00:00:00Z";

#[test]
fn twice_within_one_second_are_two_releases() {
    let folder = tempfile::tempdir().unwrap();
    let files = Local::new(&folder.path().join("www"));
    let outgoing = released(&folder.path().join("public"), [("index.html", "x")]);
    let first = send(&files, &outgoing, &publication(AT)).unwrap();
    let again = Publication {
        full: true,
        ..publication(AT)
    };
    let second = send(&files, &outgoing, &again).unwrap();
    assert_eq!(second.previous, Some(first.id.clone()));
    assert!(second.id > first.id);
    assert!(inspect(&files, None).unwrap().is_genuine());
    let releases = folder.path().join("www/releases");
    assert!(releases.join(first.id.as_str()).join("index.html").exists());
    assert_eq!(fs::read_dir(releases).unwrap().count(), 4);
}

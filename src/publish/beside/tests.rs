//! Releases side by side, at times that tests choose.

use std::fs;

use super::{inspect, send};
use crate::publish::fault::refuse_taking_back;
use crate::publish::local::Local;
use crate::publish::testing::{publication, released};
use crate::publish::{Outgoing, Publication, ReleaseId};
use crate::release::{OutputPath, Staging};

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

#[test]
fn pages_vanish_and_days_go_back_only_where_that_is_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let release = |day: &str| {
        let staging = Staging::open(&folder.path().join(day)).unwrap();
        staging.commit(day).unwrap();
        Outgoing::open(&folder.path().join(day)).unwrap()
    };
    let (old, new) = (release("2020-07-22"), release("2020-07-23"));
    let codes = |removed: &[&str], before: &Outgoing, after: &Outgoing, asked: bool| {
        let removed = removed.iter().map(|path| OutputPath::parse(path).unwrap());
        let publication = Publication {
            may_take_back: asked,
            ..publication(AT)
        };
        let (before, after) = (before.manifest(), after.manifest());
        let refused = refuse_taking_back(&removed.collect(), before, after, &publication);
        let faults = refused.err().into_iter().flatten();
        faults.map(|fault| fault.code).collect::<Vec<_>>()
    };
    assert_eq!(codes(&["x.bin"], &old, &new, false), [""; 0]);
    assert_eq!(codes(&["x.bin"], &old, &old, false), [""; 0]);
    let lost = codes(&["x.bin", "a.html"], &old, &new, false);
    assert_eq!(lost, ["publish/urls-lost"]);
    assert_eq!(codes(&[], &new, &old, false), ["publish/earlier-day"]);
    assert_eq!(codes(&["a.html"], &new, &old, true), [""; 0]);
}

#[test]
fn what_only_moved_is_not_sent_again() {
    let folder = tempfile::tempdir().unwrap();
    let www = folder.path().join("www");
    let files = Local::new(&www);
    let text = "公开".repeat(600);
    let release = |page: &str, asset: &str| {
        let all = [(page, text.as_str()), (asset, "x"), ("c.txt", "x")];
        released(&folder.path().join("public"), all)
    };
    let first = release("a.html", "assets/1/b.bin");
    send(&files, &first, &publication(AT)).unwrap();
    let second = release("b.html", "assets/2/b.bin");
    let dry = Publication {
        dry_run: true,
        ..publication(AT)
    };
    let told = send(&files, &second, &dry).unwrap();
    assert_eq!((told.sent_files, told.shared_files), (0, 3));
    let published = send(&files, &second, &publication(AT)).unwrap();
    assert_eq!((published.sent_files, published.shared_files), (0, 3));
    let release_of = |id: &ReleaseId| www.join("releases").join(id.as_str());
    let current = release_of(&published.id);
    assert_eq!(fs::read_to_string(current.join("b.html")).unwrap(), text);
    assert!(current.join("b.html.br").exists());
    assert!(inspect(&files, None).unwrap().is_genuine());
    // What somebody changed there is sent, wherever it goes.
    fs::write(current.join("b.html"), text.replace('公', "共")).unwrap();
    let full = Publication {
        full: true,
        ..publication(AT)
    };
    let third = release("d.html", "assets/2/b.bin");
    let published = send(&files, &third, &full).unwrap();
    let sent: Vec<&str> = published.sent.iter().map(OutputPath::as_str).collect();
    assert_eq!((sent, published.sent_siblings), (vec!["d.html"], 2));
    assert!(inspect(&files, None).unwrap().is_genuine());
}

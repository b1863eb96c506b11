//! Every way to be broken off: a store in memory that stops answering after so many requests, and whatever
//! comes next.

use std::path::Path;
use std::sync::atomic::Ordering;

use super::memory::{Memory, site};
use super::{Looks, Store as _, inspect, roll_back, send};
use crate::diagnostic::Faults;
use crate::publish::Outgoing;
use crate::publish::serving::{BRIEF, IMMUTABLE};
use crate::publish::testing::{publication, released};

const LASTS: fn(&str) -> bool = |path| path.starts_with("assets/");

type Texts = Vec<(&'static str, String)>;

/// An edition of a site: its pages name the style that they are shown with.
fn edition(edition: &str, more: &[&'static str]) -> Texts {
    let style = match edition {
        "一" => "assets/1.css",
        "二" => "assets/2.css",
        _ => "assets/3.css",
    };
    let page = |name: &str| format!("{name} {edition} <{style}>");
    let mut files = vec![
        ("index.html", page("首页")),
        ("plans/index.html", page("规划")),
        ("plans/a.html", page("甲")),
        ("same.html", "总是一样 <assets/same.css>".to_owned()),
        ("assets/same.css", "same".to_owned()),
        ("data", format!("数据 {edition}")),
        (style, style.to_owned()),
    ];
    files.extend(more.iter().map(|path| (*path, page(path))));
    files
}

struct World {
    _folder: tempfile::TempDir,
    texts: [Texts; 3],
    releases: [Outgoing; 3],
}

impl World {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let texts = [
            edition("一", &["gone.html", "back.html"]),
            edition("二", &["plans/new.html"]),
            edition("三", &["plans/new.html", "back.html"]),
        ];
        let build = |at: usize| {
            let output = folder.path().join(at.to_string());
            released(Path::new(&output), texts[at].iter().map(|(p, t)| (*p, t)))
        };
        Self {
            releases: [build(0), build(1), build(2)],
            texts,
            _folder: folder,
        }
    }

    /// What a place holds when a release stands there: its files, and those that pages of the one before may
    /// ask for.
    #[track_caller]
    fn assert_stands(&self, memory: &Memory, release: usize, what: &str) {
        let mut seen = memory.site();
        for (path, text) in &self.texts[release] {
            assert_eq!(seen.remove(*path).as_ref(), Some(text), "{what}: {path}");
        }
        for path in seen.keys() {
            assert!(LASTS(path), "{what}: {path} is left");
        }
        for (path, (_, looks)) in memory.files.lock().unwrap().iter() {
            let cache = match (path.starts_with(".gongkai/kept/"), LASTS(path)) {
                (true, _) => continue,
                (_, true) => IMMUTABLE,
                _ if path.starts_with(".gongkai/") => "no-store",
                _ => BRIEF,
            };
            assert_eq!(looks.cache, cache, "{what}: {path}");
        }
        let found = inspect(memory, None, LASTS).unwrap();
        assert!(found.is_genuine(), "{what}: {found:?}");
    }

    fn publish(&self, memory: &Memory, release: usize, at: &str) -> Result<(), Faults> {
        let mut publication = publication(at);
        publication.by_force = true;
        send(memory, &self.releases[release], &publication).map(drop)
    }
}

fn back(memory: &Memory, wanted: Option<&str>, at: &str) -> Result<(), Faults> {
    let mut publication = publication(at);
    publication.by_force = true;
    roll_back(memory, wanted, &publication).map(drop)
}

const TIMES: [&str; 5] = [
    "2020-07-22T00:00:00Z",
    "2020-07-23T00:00:00Z",
    "2020-07-24T00:00:00Z",
    "2020-07-25T00:00:00Z",
    "2020-07-26T00:00:00Z",
];

#[test]
fn a_release_takes_the_place_of_another_and_goes_back_without_its_source() {
    let world = World::new();
    let memory = Memory::new();
    for (release, at) in [0, 1, 2].into_iter().zip(TIMES) {
        world.publish(&memory, release, at).unwrap();
        world.assert_stands(&memory, release, at);
    }
    let seen = memory.site();
    assert!(
        seen.contains_key("assets/2.css"),
        "open pages may ask for it"
    );
    assert!(!seen.contains_key("assets/1.css"));
    back(&memory, Some("20200722"), TIMES[3]).unwrap();
    world.assert_stands(&memory, 0, "back to the first");
    back(&memory, Some("20200724"), TIMES[4]).unwrap();
    world.assert_stands(&memory, 2, "and to the last");
    for release in ["20200722", "20200723"] {
        let found = inspect(&memory, Some(release), LASTS).unwrap();
        assert!(found.is_genuine(), "{found:?}");
    }
}

/// What a run does after one that was broken off.
#[derive(Clone, Copy, Debug)]
enum Next {
    Same,
    Other,
    Undo,
    Back,
}

#[test]
fn broken_off_after_any_request_the_next_run_ends_right() {
    let world = World::new();
    let start = Memory::new();
    world.publish(&start, 0, TIMES[0]).unwrap();
    world.publish(&start, 1, TIMES[1]).unwrap();
    let start = start.files.into_inner().unwrap();
    let whole = Memory::of(start.clone());
    let all = whole.requests(|| world.publish(&whole, 2, TIMES[2]).unwrap());
    assert!(all > 30, "{all}");
    for cut in 0..all {
        for next in [Next::Same, Next::Other, Next::Undo, Next::Back] {
            let what = format!("{next:?} after {cut} of {all}");
            let memory = Memory::of(start.clone());
            memory.left.store(cut, Ordering::SeqCst);
            // Whether it was noticed depends on whether only the lock was left.
            let broken = world.publish(&memory, 2, TIMES[2]);
            memory.left.store(usize::MAX, Ordering::SeqCst);
            let is_done = super::State::read(&memory)
                .unwrap()
                .current()
                .is_some_and(|id| id.as_str().starts_with("20200724"));
            let expected = match next {
                Next::Same => {
                    world.publish(&memory, 2, TIMES[3]).unwrap();
                    2
                }
                Next::Other => {
                    world.publish(&memory, 0, TIMES[3]).unwrap();
                    0
                }
                // What was broken off is undone; otherwise it is one back.
                Next::Undo => {
                    let is_begun = super::State::read(&memory).unwrap().unfinished().is_some();
                    back(&memory, None, TIMES[3]).unwrap();
                    usize::from(is_begun || is_done)
                }
                Next::Back => {
                    back(&memory, Some("20200722"), TIMES[3]).unwrap();
                    0
                }
            };
            world.assert_stands(&memory, expected, &what);
            // Nothing was lost on the way.
            for (release, wanted) in [(0, "20200722"), (1, "20200723")] {
                back(&memory, Some(wanted), TIMES[4]).unwrap_or_else(|f| panic!("{what}: {f:?}"));
                world.assert_stands(&memory, release, &what);
            }
            drop(broken);
        }
    }
}

#[test]
fn broken_off_twice_in_a_row_the_next_run_ends_right() {
    let world = World::new();
    let start = Memory::new();
    world.publish(&start, 0, TIMES[0]).unwrap();
    let start = start.files.into_inner().unwrap();
    for first in (0..60).step_by(3) {
        for second in (0..60).step_by(4) {
            let memory = Memory::of(start.clone());
            for (cut, release, at) in [(first, 1, TIMES[1]), (second, 2, TIMES[2])] {
                memory.left.store(cut, Ordering::SeqCst);
                drop(world.publish(&memory, release, at));
            }
            memory.left.store(usize::MAX, Ordering::SeqCst);
            let what = format!("after {first} and {second}");
            back(&memory, Some("20200722"), TIMES[3]).unwrap();
            world.assert_stands(&memory, 0, &what);
            world.publish(&memory, 1, TIMES[4]).unwrap();
            world.assert_stands(&memory, 1, &what);
        }
    }
}

/// At every moment, what both releases have is there, and every page has what it is shown with.
#[test]
fn readers_miss_nothing_while_a_release_takes_the_place_of_another() {
    let world = World::new();
    let memory = Memory::new();
    for (release, at) in [0, 1, 2, 0].into_iter().zip(TIMES) {
        let before = memory.site();
        *memory.seen.lock().unwrap() = Some(Vec::new());
        world.publish(&memory, release, at).unwrap();
        let moments = memory.seen.lock().unwrap().take().unwrap();
        assert!(moments.len() > 10);
        let mut pages_changed = false;
        for moment in &moments {
            let seen = site(moment);
            for (path, text) in &world.texts[release] {
                let old = before.get(*path);
                let now = seen.get(*path);
                assert!(
                    old.is_none() || now.is_some(),
                    "{path} is gone for a moment"
                );
                if let Some(now) = now {
                    assert!(now == text || Some(now) == old, "{path} is neither");
                    pages_changed |= *path != "index.html" && Some(now) != old;
                }
            }
            for text in seen.values() {
                if let Some((_, style)) = text.split_once('<') {
                    let style = style.trim_end_matches('>');
                    assert!(seen.contains_key(style), "{style} is missing");
                }
            }
            let first = world.texts[release]
                .iter()
                .find(|(path, _)| *path == "index.html");
            if seen.get("index.html") == first.map(|(_, text)| text) {
                assert!(pages_changed, "the first page came last");
            }
        }
    }
}

#[test]
fn requests_grow_with_what_changes_and_not_with_the_site() {
    let folder = tempfile::tempdir().unwrap();
    let publish = |memory: &Memory, name: &str, pages: usize, changed: usize, at: &str| {
        let output = folder.path().join(name);
        let texts = (0..pages).map(|page| {
            let edition = usize::from(page < changed);
            (
                format!("{}/{page}.html", page % 10),
                format!("{page} {edition}"),
            )
        });
        let outgoing = released(&output, texts);
        let published = send(memory, &outgoing, &publication(at)).unwrap();
        (published.sent_files, published.sent_bytes)
    };
    let requests = |pages: usize| {
        let memory = Memory::new();
        let name = pages.to_string();
        let all = memory.requests(|| {
            assert_eq!(publish(&memory, &name, pages, 0, TIMES[0]).0, pages);
        });
        // Beside the pages: the lock, the state, the lists, the trail and its seal, what is being done.
        assert_eq!(all, pages + 15);
        let mut sent = (0, 0);
        let few = memory.requests(|| sent = publish(&memory, &name, pages, 10, TIMES[1]));
        assert_eq!(sent, (10, 30));
        few
    };
    let (small, large) = (requests(100), requests(1000));
    assert_eq!(small, large);
    // Ten times: is it kept, keep it, send it.
    assert_eq!(small, 30 + 15);
}

#[test]
fn old_releases_are_taken_away_with_what_only_they_had() {
    let world = World::new();
    let memory = Memory::new();
    let publish = |release: usize, at: &str| {
        let mut publication = publication(at);
        publication.keep = Some(2);
        let published = send(&memory, &world.releases[release], &publication).unwrap();
        published.pruned.len()
    };
    let kept = || {
        let files = memory.files.lock().unwrap();
        let kept = files.keys().filter(|path| path.contains("/kept/"));
        kept.count()
    };
    assert_eq!((publish(0, TIMES[0]), publish(1, TIMES[1])), (0, 0));
    let after_two = kept();
    assert_eq!(publish(2, TIMES[2]), 1);
    // What the second had and the third does not is all that is kept.
    assert!(kept() <= after_two, "{} of {after_two}", kept());
    assert_eq!(publish(0, TIMES[3]), 1);
    world.assert_stands(&memory, 0, "the newest");
    let faults = back(&memory, Some("20200722"), TIMES[4]).unwrap_err();
    let fault = faults.iter().next().unwrap();
    assert!(fault.message.en.contains("was taken away"), "{fault:?}");
    back(&memory, None, TIMES[4]).unwrap();
    world.assert_stands(&memory, 2, "the one before");
    let lines = super::State::read(&memory).unwrap().trail.records().len();
    assert_eq!(lines, 5, "all of them are told");
}

#[test]
fn broken_off_while_old_releases_are_taken_away_the_others_stay_whole() {
    let world = World::new();
    let publish = |memory: &Memory, release: usize, at: &str| {
        let mut publication = publication(at);
        publication.by_force = true;
        publication.keep = Some(2);
        send(memory, &world.releases[release], &publication)
    };
    let start = Memory::new();
    publish(&start, 0, TIMES[0]).unwrap();
    publish(&start, 1, TIMES[1]).unwrap();
    let start = start.files.into_inner().unwrap();
    let whole = Memory::of(start.clone());
    let all = whole.requests(|| drop(publish(&whole, 2, TIMES[2]).unwrap()));
    for cut in 0..all {
        let what = format!("after {cut} of {all}");
        let memory = Memory::of(start.clone());
        memory.left.store(cut, Ordering::SeqCst);
        drop(publish(&memory, 2, TIMES[2]));
        memory.left.store(usize::MAX, Ordering::SeqCst);
        publish(&memory, 0, TIMES[3]).unwrap();
        world.assert_stands(&memory, 0, &what);
        let manifests = memory.list(".gongkai/releases/").unwrap();
        assert_eq!(manifests.len(), 2, "{what}: {manifests:?}");
        let is_done = manifests.iter().any(|path| path.contains("20200724"));
        back(&memory, None, TIMES[4]).unwrap_or_else(|faults| panic!("{what}: {faults:?}"));
        world.assert_stands(&memory, if is_done { 2 } else { 1 }, &what);
    }
}

#[test]
fn what_is_not_ours_is_refused_and_left() {
    let world = World::new();
    for path in ["index.html", "assets/1.css", "manifest.json"] {
        let memory = Memory::new();
        memory.write(path, b"theirs".to_vec(), Looks::OWN).unwrap();
        memory
            .write("robots.txt", b"theirs".to_vec(), Looks::OWN)
            .unwrap();
        let faults = world.publish(&memory, 0, TIMES[0]).unwrap_err();
        let codes: Vec<_> = faults.iter().map(|fault| fault.code).collect();
        assert_eq!(codes, ["publish/foreign"], "{path}");
        assert_eq!(memory.files.lock().unwrap().len(), 2);
    }
    // Later as well, and what is in nobody's way stays.
    let memory = Memory::new();
    memory
        .write("robots.txt", b"theirs".to_vec(), Looks::OWN)
        .unwrap();
    world.publish(&memory, 0, TIMES[0]).unwrap();
    memory
        .write("plans/new.html", b"theirs".to_vec(), Looks::OWN)
        .unwrap();
    assert!(world.publish(&memory, 1, TIMES[1]).is_err());
    memory.remove("plans/new.html").unwrap();
    world.publish(&memory, 1, TIMES[1]).unwrap();
    assert_eq!(memory.site()["robots.txt"], "theirs");
    let found = inspect(&memory, None, LASTS).unwrap();
    assert_eq!(found.extra, ["robots.txt"]);
}

#[test]
fn what_was_tampered_with_is_found_put_right_and_not_gone_back_to() {
    let world = World::new();
    let memory = Memory::new();
    world.publish(&memory, 0, TIMES[0]).unwrap();
    world.publish(&memory, 1, TIMES[1]).unwrap();
    let forge = |path: &str| {
        let mut files = memory.files.lock().unwrap();
        let found = files.get_mut(path).unwrap();
        // Of the same size.
        *found.0.last_mut().unwrap() ^= 1;
    };
    forge("same.html");
    forge("SM3SUMS");
    memory.remove("plans/a.html").unwrap();
    // As if what was withdrawn had come back.
    memory
        .write("gone.html", b"x".to_vec(), Looks::OWN)
        .unwrap();
    let found = inspect(&memory, None, LASTS).unwrap();
    assert_eq!(found.changed, ["SM3SUMS", "same.html"]);
    assert_eq!(found.missing, ["plans/a.html"]);
    assert_eq!(found.extra, ["gone.html"]);
    world.publish(&memory, 1, TIMES[2]).unwrap();
    memory.remove("gone.html").unwrap();
    world.assert_stands(&memory, 1, "put right");
    // Once more: nothing is to be done, and nothing is.
    let lines = super::State::read(&memory).unwrap().trail.records().len();
    world.publish(&memory, 1, TIMES[3]).unwrap();
    assert_eq!(
        super::State::read(&memory).unwrap().trail.records().len(),
        lines
    );
    let files = memory.files.lock().unwrap().clone();
    let kept: Vec<&String> = files
        .iter()
        .filter(|(path, (bytes, _))| path.contains("/kept/") && bytes.starts_with("甲".as_bytes()))
        .map(|(path, _)| path)
        .collect();
    assert_eq!(kept.len(), 1);
    forge(kept[0]);
    let found = inspect(&memory, Some("20200722"), LASTS).unwrap();
    assert_eq!(found.changed, ["plans/a.html"]);
    let faults = back(&memory, Some("20200722"), TIMES[4]).unwrap_err();
    assert!(faults.iter().all(|fault| fault.code == "publish/tampered"));
    world.assert_stands(&memory, 1, "nothing was done");
    // A manifest that was made to fit.
    let first = super::State::read(&memory).unwrap().trail.ids().remove(0);
    forge(&super::layout::manifest(&first));
    let faults = back(&memory, Some("20200722"), TIMES[4]).unwrap_err();
    assert!(faults.iter().all(|fault| fault.code == "publish/tampered"));
}

#[test]
fn a_lock_of_somebody_else_holds_until_it_is_broken() {
    let world = World::new();
    let memory = Memory::new();
    let theirs = "别人, 2020-07-21T00:00:00Z, there, 7\n";
    assert!(memory.claim(theirs).unwrap());
    let faults = send(&memory, &world.releases[0], &publication(TIMES[0])).unwrap_err();
    let fault = faults.iter().next().unwrap();
    assert_eq!(fault.code, "publish/locked");
    assert!(fault.message.en.contains("别人"));
    assert_eq!(memory.owner().unwrap(), theirs);
    world.publish(&memory, 0, TIMES[0]).unwrap();
    assert_eq!(memory.owner().unwrap(), "", "it is given back");
}

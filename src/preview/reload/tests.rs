use std::fs;
use std::path::Path;
use std::sync::mpsc;
use std::time::{SystemTime, UNIX_EPOCH};

use super::*;
use crate::preview::generation::tests::common;

/// Runs the loop; `after` is called after each reading, with its number, and gives a message to send. Gives how
/// often the site was read.
fn run(
    mut reload: Reload,
    inbox: &Receiver<Message>,
    mut after: impl FnMut(u64) -> Option<Message>,
) -> u64 {
    let send = reload.send.clone();
    let stop = send.clone();
    thread::spawn(move || {
        thread::sleep(Duration::from_secs(10));
        drop(stop.send(Message::Stop));
    });
    let mut number = 0;
    reload.until_stopped(inbox, &mut |event| {
        if let Event::Loaded { .. } = event {
            number += 1;
            if let Some(message) = after(number) {
                send.send(message).unwrap();
            }
        }
    });
    number
}

fn reload(root: &Path, now: SystemTime) -> (Reload, Receiver<Message>) {
    let day = jiff::civil::date(2020, 7, 22);
    let mut common = common(root, Arc::new(move |_| Ok(day)));
    let options = Arc::make_mut(&mut common.options);
    options.now = now;
    let (send, inbox) = mpsc::channel();
    let (showing, _) = watch::channel(None);
    (Reload::new(common, send, showing), inbox)
}

fn later() -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(1 << 33)
}

#[test]
fn a_change_while_the_watch_is_set_up_is_seen() {
    let folder = tempfile::tempdir().unwrap();
    let root = fs::canonicalize(folder.path()).unwrap();
    let (mut reload, inbox) = reload(&root, later());
    let page = root.join("content/page.md");
    fs::write(&page, "+++\ntitle = \"一\"\n+++\n").unwrap();
    let (folders, memory) = (reload.folders.clone(), Arc::clone(&reload.common.memory));
    reload.begin(&mut |_| {});
    let read = run(reload, &inbox, |number| match number {
        1 => {
            fs::write(&page, "+++\ntitle = \"二\"\n+++\n").unwrap();
            Some(Message::Watching(Watch::start(&folders, |_| {})))
        }
        _ => Some(Message::Stop),
    });
    assert_eq!(read, 2, "the change was missed");
    let loaded = crate::content::load_again(&root, &memory);
    assert_eq!(loaded.site.unwrap().home.pages[0].title.value, "二".into());
}

#[test]
fn until_a_watch_stands_files_that_just_changed_are_looked_into() {
    let folder = tempfile::tempdir().unwrap();
    let root = fs::canonicalize(folder.path()).unwrap();
    let (mut early, _inbox) = reload(&root, UNIX_EPOCH);
    early.begin(&mut |_| {});
    let settings = root.join(crate::content::SETTINGS);
    assert_eq!(early.doubtful.keys().collect::<Vec<_>>(), [&settings]);
    // As if it had been changed within a tick of the clock.
    let mut now = Inputs::clone(&early.seen);
    fs::write(&settings, "").unwrap();
    now.look_into(&BTreeSet::from([settings.clone()]));
    assert_eq!(now.differences(&early.seen), BTreeSet::from([settings]));
    fs::remove_dir(root.join(crate::content::FOLDER)).unwrap();
    let (mut late, _inbox) = reload(&root, later());
    late.begin(&mut |_| {});
    assert!(late.doubtful.is_empty());
}

#[test]
fn nothing_is_read_twice_where_nothing_changed() {
    let folder = tempfile::tempdir().unwrap();
    let root = fs::canonicalize(folder.path()).unwrap();
    let (mut reload, inbox) = reload(&root, later());
    let (folders, send) = (reload.folders.clone(), reload.send.clone());
    reload.begin(&mut |_| {});
    let read = run(reload, &inbox, |_| {
        let send = send.clone();
        thread::spawn(move || {
            thread::sleep(Duration::from_secs(1));
            drop(send.send(Message::Stop));
        });
        Some(Message::Watching(Watch::start(&folders, |_| {})))
    });
    assert_eq!(read, 1);
}

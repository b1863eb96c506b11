use std::path::Path;

use super::*;
use crate::preview::AsOf;
use crate::preview::live::File;
use crate::url::OutputPath;

const SITE: &str = "name = \"甲网\"\nbase_url = \"https://www.example.gov.cn/\"\n\
    [organisation]\nname = \"甲局\"\n";

/// What generations share of a site with nothing in it.
pub(in crate::preview) fn common(root: &Path, as_of: AsOf) -> Common {
    std::fs::create_dir(root.join(content::FOLDER)).unwrap();
    std::fs::write(root.join(content::SETTINGS), SITE).unwrap();
    let output = root.join("public");
    let folders = Folders::new(root, &output);
    let options = Options {
        root: root.to_owned(),
        output,
        as_of,
        drafts: false,
        host: std::net::Ipv4Addr::LOCALHOST.into(),
        port: Some(0),
        poll: false,
        now: std::time::UNIX_EPOCH,
        lang: Lang::En,
    };
    Common::new(options, folders)
}

fn loaded(common: &Common) -> Outcome {
    let (send, told) = mpsc::channel();
    load(common.clone(), move |outcome| send.send(outcome).unwrap());
    told.recv().unwrap()
}

fn good(common: &Common) -> Box<Generation> {
    match loaded(common) {
        Outcome::Good(generation) => generation,
        Outcome::Faulty(faults) => panic!("{faults:?}"),
    }
}

#[test]
fn a_reading_that_panics_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let common = common(folder.path(), Arc::new(|_| panic!("on purpose")));
    let Outcome::Faulty(faults) = loaded(&common) else {
        panic!("nothing was read");
    };
    assert_eq!(faults[0].code, "serve/not-read");
}

#[test]
fn a_question_that_panics_keeps_no_other_waiting() {
    let folder = tempfile::tempdir().unwrap();
    let day = jiff::civil::date(2020, 7, 22);
    let common = common(folder.path(), Arc::new(move |_| Ok(day)));
    let generation = good(&common);
    let runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = { runtime }.build().unwrap();
    let threads = thread::available_parallelism().map_or(2, |cores| cores.get().max(2));
    for _ in 0..=threads {
        let answer = runtime.block_on(generation.ask(|_| -> () { panic!("on purpose") }));
        assert_eq!(answer, None);
    }
    let pages = runtime.block_on(generation.ask(|live| live.plan.pages.len()));
    assert_eq!(pages, Some(generation.facts.pages));
    assert_eq!(common.busy.answers(), 0);
}

/// Renders every page twice; gives how many data files were made for that, and how many there are.
fn made(common: &Common) -> (usize, usize) {
    let generation = good(common);
    let answer = generation.ask(|live| {
        for page in live.plan.pages.iter().chain(&live.plan.pages) {
            live.render(page).unwrap();
        }
        live.exports().unwrap().counted()
    });
    let runtime = tokio::runtime::Builder::new_current_thread();
    { runtime }.build().unwrap().block_on(answer).unwrap()
}

#[test]
fn data_files_are_made_once_to_tell_their_sizes() {
    let folder = tempfile::tempdir().unwrap();
    let day = jiff::civil::date(2020, 7, 22);
    let common = common(folder.path(), Arc::new(move |_| Ok(day)));
    let write = |path: &str, text: &str| {
        let path = folder.path().join("content/q2").join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    write(
        "disclosure.toml",
        "title = \"第二季度\"\nindex_number = \"00000000-0/2020-00001\"\npublished = 2020-07-01\nmode = \"主动公开\"\n",
    );
    write("01/chapter.toml", "title = \"发展\"\nnumber = 1\n");
    write("01/01.toml", "title = \"任务\"\n");
    // Those of the disclosure in four formats and of the catalogue in three.
    let (first, all) = made(&common);
    assert_eq!(first, 7);
    assert!(all > first);
    // Workbooks and documents are the same as before.
    common.memory.clear();
    assert_eq!(made(&common).0, 4);
}

#[test]
fn one_generation_at_a_time_finds_out_what_takes_long() {
    let folder = tempfile::tempdir().unwrap();
    let day = jiff::civil::date(2020, 7, 22);
    let common = common(folder.path(), Arc::new(move |_| Ok(day)));
    let (first, second, third) = (good(&common), good(&common), good(&common));
    let turn = |generation: &Generation| {
        let side = Arc::clone(&generation.side);
        let (send, told) = mpsc::channel();
        thread::spawn(move || drop(send.send(side.signals.turn(&side))));
        told
    };
    // Those that the generations take themselves are over at once: the site is empty.
    let viewer = common.signals.viewer();
    let own = turn(&first).recv().unwrap();
    assert!(own.is_some());
    let (next, over) = (turn(&second), turn(&third));
    drop(third);
    assert!(over.recv().unwrap().is_none());
    assert!(
        next.recv_timeout(std::time::Duration::from_secs(1))
            .is_err()
    );
    drop(own);
    assert!(next.recv().unwrap().is_some());
    drop(viewer);
}

#[test]
fn attached_files_are_found() {
    let folder = tempfile::tempdir().unwrap();
    let day = jiff::civil::date(2020, 7, 22);
    let common = common(folder.path(), Arc::new(move |_| Ok(day)));
    // The later one comes first where disclosures are listed.
    for number in 1..=3 {
        let disclosure = folder.path().join(format!("content/{number}"));
        std::fs::create_dir_all(disclosure.join("files")).unwrap();
        let card = format!(
            "title = \"第{number}件\"\nindex_number = \"00000000-0/2020-0000{number}\"\npublished = 2020-07-0{number}\nmode = \"主动公开\"\nattachments = [{{ title = \"附表\", file = \"a.txt\" }}]\n"
        );
        std::fs::write(disclosure.join("disclosure.toml"), card).unwrap();
        std::fs::write(disclosure.join("files/a.txt"), number.to_string()).unwrap();
    }
    let generation = good(&common);
    let answer = generation.ask(|live| {
        let path = |number| OutputPath::parse(&format!("{number}/files/a.txt")).unwrap();
        [1, 2, 3].map(|number| match live.file(&path(number)) {
            File::Other(bytes) => String::from_utf8(bytes).unwrap(),
            other => panic!("{other:?}"),
        })
    });
    let runtime = tokio::runtime::Builder::new_current_thread();
    let texts = { runtime }.build().unwrap().block_on(answer).unwrap();
    assert_eq!(texts, ["1", "2", "3"]);
}

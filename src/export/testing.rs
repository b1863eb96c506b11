//! Sites made for tests.

use std::fs;

use super::Data;
use crate::content;
use crate::pages::Index;

/// A site with one disclosure, whose first chapter has these tasks as TOML.
pub(super) fn with_tasks(tasks: &[&str], then: impl FnOnce(Data<'_>)) {
    let mut files = vec![
        (
            "content/q2/disclosure.toml".to_owned(),
            "title = \"二〇二〇年第二季度\"\nindex_number = \"K1493206-6/2020-00001\"\npublished = 2020-07-22T15:36:51\ncreated = 2020-07-21\nmode = \"主动公开\"\nperiod = \"2020-Q2\"\n"
                .to_owned(),
        ),
        (
            "content/q2/01/chapter.toml".to_owned(),
            "title = \"发展\"\nnumber = 1\n".to_owned(),
        ),
        (
            "content/units.toml".to_owned(),
            "[[unit]]\nid = \"finance\"\nname = \"区财政局\"\n".to_owned(),
        ),
    ];
    for (number, task) in (1..).zip(tasks) {
        files.push((
            format!("content/q2/01/{number:02}.toml"),
            (*task).to_owned(),
        ));
    }
    let files: Vec<(&str, &str)> = files
        .iter()
        .map(|(p, t)| (p.as_str(), t.as_str()))
        .collect();
    with_files(&files, then);
}

/// A site of these files and the settings.
pub(super) fn with_files(files: &[(&str, &str)], then: impl FnOnce(Data<'_>)) {
    let folder = tempfile::tempdir().unwrap();
    let settings = (
        "site.toml",
        "name = \"测试\"\nbase_url = \"https://www.example.gov.cn/\"\n[organisation]\nname = \"测试区\"\n",
    );
    for (path, text) in files.iter().chain([&settings]) {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let loaded = content::load(folder.path());
    let told: Vec<_> = loaded.faults.iter().map(|fault| &fault.message).collect();
    let site = loaded.site.unwrap_or_else(|| panic!("{told:?}"));
    assert!(told.is_empty(), "{told:?}");
    let index = Index::new(&site, jiff::civil::date(2020, 12, 31));
    then(Data {
        site: &site,
        index: &index,
    });
}

/// The parts of a packed file as text, each well-formed, in their order.
pub(super) fn parts(bytes: &[u8]) -> Vec<(String, String)> {
    use std::io::Read as _;
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    (0..zip.len())
        .map(|number| {
            let mut part = zip.by_index(number).unwrap();
            let mut text = String::new();
            part.read_to_string(&mut text).unwrap();
            let mut reader = quick_xml::Reader::from_str(&text);
            reader.config_mut().check_end_names = true;
            loop {
                match reader.read_event() {
                    Ok(quick_xml::events::Event::Eof) => break,
                    Ok(_) => {}
                    Err(error) => panic!("{:?}: {error}", part.name()),
                }
            }
            (part.name().unwrap().into_owned(), text)
        })
        .collect()
}

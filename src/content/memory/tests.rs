use super::*;

#[test]
fn a_folder_is_forgotten_with_all_that_is_in_it() {
    let memory = Memory::default();
    let all = ["a/b/1.toml", "a/b/2.toml", "a/bc/1.toml", "d.toml"];
    for path in all {
        let kept = Kept {
            id: FileId::default(),
            item: Arc::new(()),
        };
        memory.all().items.insert(path.into(), kept);
    }
    let paths = ["a/b", "d.toml", "a/bc/2.toml"].map(Path::new);
    memory.forget(paths.into_iter());
    let left: Vec<OsString> = memory.all().items.keys().cloned().collect();
    assert_eq!(left, ["a/bc/1.toml"]);
}

#[test]
fn the_folder_is_found_again_where_files_came_or_went() {
    let site = tempfile::tempdir().unwrap();
    let root = site.path().join("content");
    let (file, attached) = (root.join("a/page.md"), root.join("a/files/table.csv"));
    fs::create_dir_all(root.join("a/files")).unwrap();
    fs::write(&file, "").unwrap();
    fs::write(&attached, "1").unwrap();
    let memory = Memory::default();
    let found = |memory: &Memory| {
        let mut sources = crate::diagnostic::Sources::new();
        let mut faults = crate::diagnostic::Faults::new();
        let settings = sources.add_file(&site.path().join("site.toml"), "site.toml");
        let listing = Listing::of(&root);
        let folder =
            crate::content::walk::walk(site.path(), &listing, "content", &mut sources, &mut faults);
        memory.keep(Some(Arc::new(Found {
            root: root.clone(),
            folder,
            sources: sources.share(),
            settings,
        })));
        let kept = Kept {
            id: FileId::default(),
            item: Arc::new(()),
        };
        memory.all().items.insert(file.clone().into(), kept);
    };
    let gone = root.join("a/page.md.new");
    let hidden = root.join("a/.page.md.swp");
    let new = root.join("a/new.md");
    fs::write(&new, "").unwrap();
    fs::write(&hidden, "").unwrap();
    let theme = site.path().join("themes/own/site.css");
    for (paths, stays) in [
        (vec![&file, &gone, &hidden, &theme, &file], true),
        (vec![&new], false),
        (vec![&attached], false),
        (vec![&root], false),
    ] {
        found(&memory);
        memory.forget(paths.iter().map(|path| path.as_path()));
        assert_eq!(memory.found().is_some(), stays, "{paths:?}");
        let is_kept = memory.seen().items.contains_key(file.as_os_str());
        let is_told = paths.contains(&&file) || paths.contains(&&root);
        assert_eq!(is_kept, !is_told, "{paths:?}");
    }
    fs::remove_file(&attached).unwrap();
    fs::remove_file(&file).unwrap();
    for path in [&file, &attached] {
        fs::write(&attached, "1").unwrap();
        found(&memory);
        fs::remove_file(&attached).unwrap();
        memory.forget(std::iter::once(path.as_path()));
        assert!(memory.found().is_none(), "{path:?}");
    }
}

/// A site of two disclosures with a task each.
fn site_of_two(root: &Path) {
    let write = |path: &str, text: &str| {
        let path = root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    write(
        "site.toml",
        "name = \"甲网\"\nbase_url = \"https://www.example.gov.cn/\"\n[organisation]\nname = \"甲局\"\n",
    );
    write("content/units.toml", &units("甲局"));
    write("content/a/column.toml", "title = \"甲\"\n");
    for number in [1, 2] {
        let folder = format!("content/a/{number}");
        write(
            &format!("{folder}/disclosure.toml"),
            &format!(
                "title = \"第{number}件\"\nindex_number = \"00000000-0/2020-0000{number}\"\n\
                 published = 2020-01-01\nmode = \"主动公开\"\n"
            ),
        );
        write(&format!("{folder}/01/chapter.toml"), "title = \"章\"\n");
        write(&format!("{folder}/01/01.toml"), &task("任务"));
    }
}

fn units(first: &str) -> String {
    let unit = |id, name| format!("[[unit]]\nid = \"{id}\"\nname = \"{name}\"\n");
    unit("a", first) + &unit("b", "乙局")
}

fn task(title: &str) -> String {
    format!("title = \"{title}\"\nunits = [\"乙局\"]\n")
}

/// The disclosures as they are read again, which is what they are read as anew.
fn disclosures(root: &Path, memory: &Memory) -> Vec<Arc<Disclosure>> {
    let [again, anew] = [
        crate::content::load_again(root, memory),
        crate::content::load(root),
    ];
    assert_eq!(format!("{:?}", again.site), format!("{:?}", anew.site));
    assert_eq!(format!("{:?}", again.faults), format!("{:?}", anew.faults));
    again.site.unwrap().home.columns[0].disclosures.clone()
}

#[test]
fn a_site_that_is_read_again_shares_what_did_not_change() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    site_of_two(root);
    let memory = Memory::default();
    let same = |one: &[Arc<Disclosure>], other: &[Arc<Disclosure>]| {
        let pairs = one.iter().zip(other);
        pairs
            .map(|(one, other)| Arc::ptr_eq(one, other))
            .collect::<Vec<_>>()
    };
    let change = |path: &str, text: &str| {
        let path = root.join("content").join(path);
        fs::write(&path, text).unwrap();
        memory.forget(std::iter::once(path.as_path()));
    };
    let mut before = disclosures(root, &memory);
    assert_eq!(before[0].slug.as_str(), "2");
    let mut again = |shared: [bool; 2], what: &str| {
        let now = disclosures(root, &memory);
        assert_eq!(same(&before, &now), shared, "{what}");
        before = now;
    };
    again([true, true], "nothing changed");
    change("a/1/01/01.toml", &task("另一任务"));
    again([true, false], "a task");
    change("a/2/01/01.toml", "units = [\"丙局\"]\n");
    again([false, true], "a faulty task");
    again([true, true], "a faulty task, once more");
    change("a/2/01/01.toml", &task("任务"));
    again([false, true], "it was mended");
    change("a/column.toml", "title = \"乙\"\n");
    again([true, true], "the column");
    change("units.toml", &units("丙局"));
    again([false, false], "a unit, which tasks may name");
    change("a/2/01/00.toml", &task("新任务"));
    again(
        [false, false],
        "a file that came, so that others have other ids",
    );
    change("a/1/01/01.toml", &task("任务"));
    again([true, false], "a task of those that were found anew");
}

#[test]
fn a_folder_that_went_is_forgotten_with_its_disclosures() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    site_of_two(root);
    let memory = Memory::default();
    assert_eq!(disclosures(root, &memory).len(), 2);
    let column = root.join("content/a");
    fs::rename(column.join("1"), root.join("1")).unwrap();
    memory.forget(std::iter::once(column.join("1").as_path()));
    assert_eq!(disclosures(root, &memory).len(), 1);
    fs::write(root.join("1/01/01.toml"), task("别的")).unwrap();
    fs::rename(root.join("1"), column.join("1")).unwrap();
    memory.forget(std::iter::once(column.as_path()));
    assert_eq!(disclosures(root, &memory).len(), 2);
}

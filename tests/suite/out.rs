//! Where commands write what they are asked to write.

use std::fs;

use crate::support::{Run, Site, tree};

fn export(site: &Site, out: &str) -> Run {
    site.run(&["export", "--lang", "en", "--force", "--out", out])
}

#[track_caller]
fn refused(run: Run, says: &str) {
    let told = run.exits(2).stderr;
    assert!(told.contains("error[usage]"), "{told}");
    assert!(told.contains(says), "{told}");
}

#[test]
fn nothing_is_written_among_the_files_of_the_site() {
    let site = Site::new();
    site.commit("2026-07-01", "first");
    site.build();
    site.run(&["build", "--output-dir", "../elsewhere"])
        .exits(0);
    let before = tree(&site.path(".."));
    for taken in [
        "content",
        "content/plans",
        "content/absent/../new",
        "themes/mine",
        ".git",
        "public",
        ".public.gongkai",
        "../elsewhere",
    ] {
        let only = "only files of the site itself";
        for form in ["", "/a.csv", "/new/"] {
            let told = export(&site, &format!("{taken}{form}"));
            assert_eq!(told.code, Some(2), "{taken}{form}: {}", told.stderr);
        }
        refused(export(&site, &format!("{taken}/new/")), only);
        let start = [
            "collect",
            "start",
            "plans/2026",
            "--lang",
            "en",
            "--out",
            taken,
        ];
        refused(site.run(&start), only);
    }
    refused(
        export(&site, "site.toml/"),
        "there are only files of the site itself",
    );
    let after = tree(&site.path(".."));
    assert_eq!(
        before.keys().collect::<Vec<_>>(),
        after.keys().collect::<Vec<_>>()
    );
    assert!(before == after, "nothing was changed");
    export(&site, "contents.csv").exits(0);
    export(&site, "../exports/").exits(0);
}

/// A name without an ending could be meant as either.
#[test]
fn a_folder_is_told_from_a_file() {
    let site = Site::new();
    refused(export(&site, "exports"), "write a new folder as `exports/`");
    assert!(!site.path("exports").exists());
    export(&site, "exports/").exits(0);
    export(&site, "exports").exits(0);
    export(&site, "2026.07/").exits(0);
    assert!(site.path("2026.07/tasks.csv").is_file());
    let told = export(&site, "absent/a.csv");
    refused(told, "there is no such folder\n--> absent\n");
}

#[cfg(unix)]
#[test]
fn only_regular_files_are_replaced() {
    use std::os::unix::fs::{FileTypeExt as _, symlink};
    use std::os::unix::net::UnixListener;
    let site = Site::new();
    let socket = site.path("a.csv");
    let _listener = UnixListener::bind(&socket).unwrap();
    refused(export(&site, "a.csv"), "no regular file");
    assert!(
        fs::symlink_metadata(&socket)
            .unwrap()
            .file_type()
            .is_socket()
    );
    symlink("absent", site.path("nowhere.csv")).unwrap();
    refused(export(&site, "nowhere.csv"), "no regular file");
    // What a link leads to is what is written.
    site.write("real.csv", "old");
    symlink("real.csv", site.path("link.csv")).unwrap();
    export(&site, "link.csv").exits(0);
    assert!(site.path("link.csv").is_symlink());
    assert_ne!(site.read("real.csv"), "old");
    symlink("content", site.path("way")).unwrap();
    refused(export(&site, "way/z.csv"), "in `content`");
}

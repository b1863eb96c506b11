//! Manifests, written and read.

use proptest::prelude::*;

use super::*;

fn path(text: &str) -> OutputPath {
    OutputPath::parse(text).unwrap()
}

fn of(files: &[(&str, &[u8])]) -> Manifest {
    let facts = |(p, b): &(&str, &[u8])| (path(p), ManifestFile::of(b));
    let about = About {
        as_of: "2020-07-22".to_owned(),
        commit: Some("f00".repeat(13) + "0"),
        theme: Some(Digest::of(b"")),
        pages: 1,
    };
    Manifest::new(about, files.iter().map(facts).collect())
}

fn faults(json: &str) -> Vec<String> {
    let faults = Manifest::parse(json.as_bytes(), "public/manifest.json").unwrap_err();
    assert!(faults.iter().all(|d| d.code == "release/manifest"));
    faults.iter().map(|d| d.message.en.clone()).collect()
}

#[test]
fn as_written() {
    let manifest = of(&[("index.html", b""), ("a/b.html", b"x")]);
    let json = manifest.to_json().unwrap();
    let expected = format!(
        r#"{{
  "format": 1,
  "generator": "gongkai {}",
  "as_of": "2020-07-22",
  "commit": "f00f00f00f00f00f00f00f00f00f00f00f00f000",
  "theme": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
  "counts": {{
    "pages": 1,
    "files": 2,
    "bytes": 1
  }},
  "files": [
    {{
      "path": "a/b.html",
      "size": 1,
      "sha256": "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881",
      "sm3": "b9e036c07be7c1df36f69e63504da93b25f477601dc566253c0af43663583f84"
    }},
    {{
      "path": "index.html",
      "size": 0,
      "sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
      "sm3": "1ab21d8355cfa17f8e61194831e81a8f22bec8c728fefb747ed035eb5082aa2b"
    }}
  ]
}}
"#,
        env!("CARGO_PKG_VERSION")
    );
    assert_eq!(json, expected);
    assert_eq!(Manifest::parse(json.as_bytes(), "m").unwrap(), manifest);
    assert_eq!(manifest.total_bytes(), 1);
}

#[test]
fn sums_as_written() {
    let manifest = of(&[("index.html", b""), ("a/b 1.html", b"x")]);
    let sums: Vec<_> = manifest.sums(b"x").collect();
    let [sha256, sm3] = sums.as_slice() else {
        panic!("two lists: {sums:?}");
    };
    assert_eq!(
        (sha256.name, sha256.text.as_str()),
        (
            "SHA256SUMS",
            "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881  manifest.json\n\
                 2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881  a/b 1.html\n\
                 e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  index.html\n"
        )
    );
    assert_eq!(
        (sm3.name, sm3.text.as_str()),
        (
            "SM3SUMS",
            "b9e036c07be7c1df36f69e63504da93b25f477601dc566253c0af43663583f84  manifest.json\n\
                 b9e036c07be7c1df36f69e63504da93b25f477601dc566253c0af43663583f84  a/b 1.html\n\
                 1ab21d8355cfa17f8e61194831e81a8f22bec8c728fefb747ed035eb5082aa2b  index.html\n"
        )
    );
}

#[test]
fn every_fault_is_named() {
    let hash = Digest::of(b"").to_string();
    let found = faults(&format!(
        r#"{{"format":1,"generator":"x","as_of":"yesterday","theme":"1","counts":{{"pages":0,"files":1,"bytes":0}},"files":[
                {{"path":"a","size":0,"sha256":"{hash}","sm3":"{hash}"}},
                {{"path":"a","size":0,"sha256":"{hash}","sm3":"{hash}"}},
                {{"path":"../b","size":0,"sha256":"{hash}","sm3":"{hash}"}},
                {{"path":"manifest.json","size":0,"sha256":"{hash}","sm3":"{hash}"}},
                {{"path":"SM3SUMS","size":0,"sha256":"{hash}","sm3":"{hash}"}},
                {{"path":"c","size":0,"sha256":"{hash}00","sm3":"{hash}"}},
                {{"path":"d","size":0,"sha256":"{hash}","sm3":""}}]}}"#
    ));
    assert_eq!(found.len(), 8, "{found:#?}");
    let counts = r#"{"format":1,"generator":"x","as_of":"2020-01-01","counts":{"pages":0,"files":1,"bytes":0},"files":[]}"#;
    assert!(faults(counts).concat().contains("counts"));
}

#[test]
fn a_commit_is_named_in_full() {
    let commit = "0123456789abcdef0123456789abcdef01234567";
    let about = About {
        commit: Some(commit.to_owned()),
        ..About::from("2020-07-22")
    };
    let manifest = Manifest::new(about, BTreeMap::new());
    let json = manifest.to_json().unwrap();
    assert!(json.contains(&format!("\n  \"commit\": \"{commit}\",\n")));
    let read = Manifest::parse(json.as_bytes(), "m").unwrap();
    assert_eq!(read.commit(), Some(commit));
    let found = faults(&json.replace(commit, "HEAD"));
    assert_eq!(found, ["`commit` is not the name of a commit: `HEAD`"]);
}

#[test]
fn what_is_not_a_manifest() {
    for bad in [
        "",
        "[]",
        "{}",
        r#"{"name":"an app","icons":[]}"#,
        r#"{"format":-1}"#,
    ] {
        let found = faults(bad);
        assert!(
            found.iter().all(|f| f.contains("not a manifest")),
            "{found:?}"
        );
    }
    assert!(
        faults(r#"{"format":2,"what":3}"#)
            .concat()
            .contains("format 2")
    );
    let unknown = r#"{"format":1,"generator":"x","as_of":"2020-01-01","counts":{"pages":0,"files":0,"bytes":0},"files":[],"x":1}"#;
    assert!(faults(unknown).concat().contains("unknown field"));
}

#[test]
fn a_folder_without_one() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(Manifest::read(folder.path()).unwrap(), None);
    assert_eq!(Manifest::read(&folder.path().join("absent")).unwrap(), None);
    let file = folder.path().join("x");
    std::fs::write(&file, b"12345").unwrap();
    assert_eq!(
        read_limited(&file, 5).unwrap(),
        Some(Some(b"12345".to_vec()))
    );
    assert_eq!(read_limited(&file, 4).unwrap(), Some(None));
}

proptest! {
    #[test]
    fn reading_never_panics(json in r#"[\[\]{}":,a-z0-9]{0,40}|\PC{0,20}"#) {
        drop(Manifest::parse(json.as_bytes(), "m"));
    }

    #[test]
    fn what_is_written_is_read_back(files in prop::collection::btree_map("[a-c名 ]{1,3}x(/[a-c]{1,2}){0,2}", any::<Vec<u8>>(), 0..8)) {
        let files: Vec<_> = files.iter().map(|(p, b)| (p.as_str(), b.as_slice())).collect();
        let manifest = of(&files);
        let json = manifest.to_json().unwrap();
        prop_assert_eq!(Manifest::parse(json.as_bytes(), "m").unwrap(), manifest);
    }
}

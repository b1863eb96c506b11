use std::path::PathBuf;

use super::safe;

mod follow;
mod repository;
mod standing;
mod told;

#[test]
fn paths_stay_in_the_site() {
    for good in ["site.toml", "content/a/01.toml", "content/附件/…"] {
        assert_eq!(safe(good).ok(), Some(PathBuf::from(good)));
    }
    for bad in ["", "../x", "content/../../x", "/etc/passwd"] {
        assert!(safe(bad).is_err(), "{bad}");
    }
}

//! Files that appear whole or not at all.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::{NamedTempFile, TempPath};

/// A file that is written beside its place and is not there yet. It is gone when this is dropped.
#[derive(Debug)]
pub(super) struct Staged {
    /// The file is closed, as there may be more of them than can be open at a time.
    temporary: TempPath,
    place: PathBuf,
}

impl Staged {
    /// Writes a file beside its place, in a folder that is made if it is not there. Its name is its own:
    /// what a run left behind that was killed is in nobody's way. It has the permissions of the file in
    /// that place, if there is one.
    pub(super) fn new(place: &Path, bytes: &[u8]) -> io::Result<Self> {
        let folder = place.parent().ok_or(io::ErrorKind::InvalidInput)?;
        fs::create_dir_all(folder)?;
        let mut file = create(folder)?;
        file.write_all(bytes)?;
        match fs::metadata(place) {
            Ok(there) => file.as_file().set_permissions(there.permissions())?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
        file.as_file().sync_all()?;
        Ok(Self {
            temporary: file.into_temp_path(),
            place: place.to_owned(),
        })
    }

    /// Moves it to its place.
    pub(super) fn appear(self) -> io::Result<()> {
        self.temporary.persist(self.place)?;
        Ok(())
    }
}

fn create(folder: &Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".gongkai-").suffix(".tmp");
    // As any new file, and not for its owner alone.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.tempfile_in(folder)
}

/// Writes a file so that it appears whole or not at all, with the permissions of the one that was there.
pub(crate) fn replace(place: &Path, bytes: &[u8]) -> io::Result<()> {
    Staged::new(place, bytes)?.appear()
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn permissions_stay_and_new_files_have_those_of_any() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        let mode = |name: &str| fs::metadata(path(name)).unwrap().permissions().mode();
        fs::write(path("any"), "").unwrap();
        fs::write(path("own"), "").unwrap();
        fs::set_permissions(path("own"), fs::Permissions::from_mode(0o604)).unwrap();
        replace(&path("own"), b"text").unwrap();
        replace(&path("new"), b"text").unwrap();
        assert_eq!(mode("own") & 0o777, 0o604);
        assert_eq!(mode("new"), mode("any"));
    }
}

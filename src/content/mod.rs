//! Reads `site.toml` and the content tree into a [`Site`]. Files are read in parallel, in an order
//! that does not depend on threads, and every fault of the whole tree is gathered before it stops.

mod field;
mod fields;
mod front_matter;
mod item;
mod kinds;
mod listing;
mod memory;
mod schema;
mod text_file;
mod tree;
mod values;
mod version;
mod walk;

use std::path::Path;
use std::sync::Arc;

pub use field::Field;
pub(crate) use listing::{Listed, Listing, is_dot_file};
use memory::Found;
pub use memory::Memory;
pub use schema::{Kind, schema};
pub use version::{Fact, Standing, Value, Version, version};

use crate::diagnostic::{Diagnostic, Faults, Sources};
use crate::model::{Settings, Site, Unread};
use crate::say;

/// The name of the site's settings file.
pub const SETTINGS: &str = "site.toml";
/// The name of the content folder.
pub const FOLDER: &str = "content";
/// The name of the file that remembers every released URL, in the content folder.
pub const URLS_LOCK: &str = "urls.lock";

/// What was read, and what is wrong with it.
#[derive(Debug)]
pub struct Loaded {
    /// The site. If an error stands in [`Loaded::faults`] it is incomplete, good only to find what else
    /// is wrong; none if there is not even that.
    pub site: Option<Site>,
    /// What is in the tree and may not be in the site: all of it if something is wrong, and otherwise nothing.
    pub unread: Unread,
    /// The files that places in the site and in the faults refer to.
    pub sources: Sources,
    /// How many content files were read.
    pub files: usize,
    /// Everything that is wrong.
    pub faults: Faults,
}

/// Looks whether there is a site in the folder `root`, which may be any.
///
/// # Errors
/// If its settings are not there.
pub fn find(root: &Path) -> Result<(), Box<Diagnostic>> {
    match root.join(SETTINGS).exists() {
        true => Ok(()),
        false => Err(Box::new(no_site(root, SETTINGS))),
    }
}

/// Reads only the settings of the site in the folder `root`.
#[must_use]
pub fn settings(root: &Path) -> (Option<Settings>, Sources, Faults) {
    let mut sources = Sources::new();
    if let Err(fault) = find(root) {
        return (None, sources, (*fault).into());
    }
    let path = root.join(SETTINGS);
    let id = sources.add_file(&path, SETTINGS);
    let read = item::read(&path, id, SETTINGS, kinds::settings::read);
    (read.value.flatten(), sources, read.faults)
}

fn no_site(root: &Path, missing: &str) -> Diagnostic {
    let folder = root.display();
    Diagnostic::error(
        "content/no-site",
        say!(
            "这里没有网站：找不到 `{missing}`",
            "there is no site here: `{missing}` is missing"
        ),
    )
    .at_path(folder.to_string())
    .hint(say!(
        "到网站的文件夹里运行，或用 `--root DIR` 指明；`gongkai init DIR` 新建一个",
        "run it in the site's folder, or name that with `--root DIR`; `gongkai init DIR` makes one"
    ))
}

/// Reads the site in the folder `root`.
#[must_use]
pub fn load(root: &Path) -> Loaded {
    load_with(root, None)
}

/// Reads the site in the folder `root` again: only what `memory` does not hold is opened. What comes of it
/// is the same if it has forgotten every file that changed.
#[must_use]
pub fn load_again(root: &Path, memory: &Memory) -> Loaded {
    load_with(root, Some(memory))
}

fn load_with(root: &Path, memory: Option<&Memory>) -> Loaded {
    let mut sources = Sources::new();
    let mut faults = Faults::new();
    let settings_path = root.join(SETTINGS);
    let content = root.join(FOLDER);
    if !settings_path.exists() || !content.is_dir() {
        let missing = if settings_path.exists() {
            FOLDER
        } else {
            SETTINGS
        };
        faults.push(no_site(root, missing));
        return Loaded {
            site: None,
            unread: Unread::default(),
            sources,
            files: 0,
            faults,
        };
    }
    let found = find_files(root, memory, &mut sources, &mut faults);
    let settings = item::read(
        &settings_path,
        found.settings,
        SETTINGS,
        kinds::settings::read,
    );
    faults.append(settings.faults);
    let settings = settings.value.flatten();

    let tree = tree::read(&found.folder, settings.as_ref(), memory);
    faults.append(tree.faults);
    faults.sort();
    let site = match (settings, tree.home) {
        (Some(settings), Some(home)) => Some(Site {
            settings,
            home,
            units: tree.units,
            url_changes: tree.url_changes,
            work_calendar: tree.work_calendar,
            words: tree.words,
        }),
        _ => None,
    };
    Loaded {
        site,
        unread: if faults.has_errors() {
            found.folder.unread()
        } else {
            Unread::default()
        },
        sources,
        files: tree.files + 1,
        faults,
    }
}

/// The files of a site: those that `memory` has, or those that are there.
fn find_files(
    root: &Path,
    memory: Option<&Memory>,
    sources: &mut Sources,
    faults: &mut Faults,
) -> Arc<Found> {
    if let Some(found) = memory.and_then(Memory::found) {
        *sources = Sources::with(found.sources.clone());
        return found;
    }
    let content = root.join(FOLDER);
    let settings = sources.add_file(&root.join(SETTINGS), SETTINGS);
    let listed = memory.and_then(|memory| memory.listing(&content));
    let listing = listed.unwrap_or_else(|| Listing::of(&content));
    let folder = walk::walk(root, &listing, FOLDER, sources, faults);
    let found = Arc::new(Found {
        root: content,
        folder,
        sources: sources.share(),
        settings,
    });
    if let Some(memory) = memory {
        memory.keep(faults.is_empty().then(|| Arc::clone(&found)));
    }
    found
}

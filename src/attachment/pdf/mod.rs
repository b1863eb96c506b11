//! PDF: the texts of its pages, the comments on them, and what it says of itself.
//!
//! lopdf reads the syntax. It is made with hostile files in mind, yet it is large: it runs in a thread of
//! its own with a large stack, so that even a panic in it is but a file that could not be looked into.

mod annotations;
mod encoding;
mod load;
mod matrix;
mod page;
mod properties;
mod table;
mod work;

use std::thread;

use self::page::Pages;
use super::hidden::Hidden;
use super::place::Place;
use super::property::Property;
use super::told::Out;
use super::unreadable::Unreadable;

/// The stack of the thread, in bytes.
const STACK: usize = 64 * 1024 * 1024;

/// What a PDF holds.
#[derive(Debug, Default)]
struct Contents {
    /// Keys of the document information and names of XMP, with their values.
    properties: Vec<(Name, String)>,
    pages: Vec<Page>,
    files: Vec<String>,
    unseen: Vec<Unreadable>,
}

/// How a property is called.
#[derive(Debug)]
enum Name {
    /// In the document information.
    Info(String),
    /// In XMP.
    Xmp(String),
}

/// A page.
#[derive(Debug, Default)]
struct Page {
    text: String,
    /// What forms and links on it hold.
    fields: Vec<String>,
    links: Vec<String>,
    /// How many comments there are; some have no text.
    comments: usize,
    comment_texts: Vec<String>,
    has_picture: bool,
    /// Whether some text cannot be read: it is damaged, or its font does not tell the characters.
    has_unknown: bool,
}

impl Page {
    /// How long all its texts are, in bytes.
    fn length(&self) -> usize {
        let lists = [&self.fields, &self.links, &self.comment_texts];
        let others: usize = lists.into_iter().flatten().map(String::len).sum();
        self.text.len() + others
    }
}

pub(super) fn read(bytes: &[u8], out: &mut Out<'_>) -> Result<(), Unreadable> {
    let contents = thread::scope(|scope| {
        let thread = thread::Builder::new().stack_size(STACK);
        let running = thread.spawn_scoped(scope, || contents(bytes));
        match running.map(thread::ScopedJoinHandle::join) {
            Ok(Ok(contents)) => contents,
            Ok(Err(_)) | Err(_) => Err(Unreadable::Damaged),
        }
    })?;
    tell(contents, out)
}

fn contents(bytes: &[u8]) -> Result<Contents, Unreadable> {
    let document = load::load(bytes)?;
    let mut contents = Contents::default();
    properties::read(&document, &mut contents);
    annotations::files(&document, &mut contents);
    Pages::new(&document).read(&mut contents)?;
    Ok(contents)
}

fn tell(contents: Contents, out: &mut Out<'_>) -> Result<(), Unreadable> {
    for (name, value) in &contents.properties {
        let property = match name {
            Name::Info(key) => Property::of_pdf(key),
            Name::Xmp(name) => Property::of_xmp(name),
        };
        if let Some(property) = property {
            out.property(property, value);
        }
    }
    for file in &contents.files {
        out.hidden(Hidden::File(file));
    }
    for (page, number) in contents.pages.iter().zip(1..) {
        out.piece()?;
        out.text(&page.text, Place::Page(number))?;
        for field in &page.fields {
            out.text(field, Place::Page(number))?;
        }
        for link in &page.links {
            out.property(Property::Link, link);
        }
        if page.comments > 0 {
            out.hidden(Hidden::PageComments(number, page.comments));
        }
        for comment in &page.comment_texts {
            out.text(comment, Place::PageComment(number))?;
        }
    }
    let is_picture = |page: &Page| page.has_picture && page.text.trim().is_empty();
    unseen(&contents.pages, is_picture, Unreadable::Pictures, out);
    let is_unknown = |page: &Page| page.has_unknown;
    unseen(&contents.pages, is_unknown, Unreadable::Texts, out);
    for why in contents.unseen {
        out.unseen(why);
    }
    Ok(())
}

/// Tells how many pages could not be looked into, and from which on.
fn unseen(
    pages: &[Page],
    is_so: impl Fn(&Page) -> bool,
    why: impl Fn(usize, usize) -> Unreadable,
    out: &mut Out<'_>,
) {
    let count = pages.iter().filter(|page| is_so(page)).count();
    if let Some(first) = pages.iter().position(is_so) {
        out.unseen(why(count, first + 1));
    }
}

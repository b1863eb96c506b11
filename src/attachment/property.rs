//! What a file says of itself beside its text.

use super::place::shown;
use crate::diagnostic::Message;
use crate::say;

/// A property of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Property<'a> {
    /// Who made it.
    Author,
    /// Who changed it last.
    LastModifiedBy,
    /// Whose work it belongs to.
    Manager,
    /// The organisation of its author.
    Company,
    /// Its title.
    Title,
    /// Its subject.
    Subject,
    /// Its keywords.
    Keywords,
    /// What its author remarked.
    Comments,
    /// Where it was stored.
    StoredAt,
    /// A file or site it refers to.
    Link,
    /// Where a picture was taken.
    Location,
    /// Another, by the name it has in the file.
    Other(&'a str),
}

impl Property<'_> {
    /// What it is called.
    #[must_use]
    pub fn name(self) -> Message {
        match self {
            Self::Author => say!("作者", "author"),
            Self::LastModifiedBy => say!("最后修改者", "last modified by"),
            Self::Manager => say!("经理", "manager"),
            Self::Company => say!("单位", "company"),
            Self::Title => say!("标题", "title"),
            Self::Subject => say!("主题", "subject"),
            Self::Keywords => say!("关键词", "keywords"),
            Self::Comments => say!("备注", "comments"),
            Self::StoredAt => say!("存放位置", "stored at"),
            Self::Location => say!("拍摄地点", "taken at"),
            Self::Link => say!("外部链接", "link"),
            Self::Other(name) => {
                let name = shown(name);
                say!("{name}", "{name}")
            }
        }
    }

    /// Whether it names a person.
    #[must_use]
    pub fn is_person(self) -> bool {
        matches!(self, Self::Author | Self::LastModifiedBy | Self::Manager)
    }

    /// The property of an office file, by the name of its element.
    pub(super) fn of_office(element: &str) -> Option<Property<'_>> {
        Some(match element {
            "creator" => Property::Author,
            "lastModifiedBy" => Property::LastModifiedBy,
            "Manager" => Property::Manager,
            "Company" => Property::Company,
            "title" => Property::Title,
            "subject" => Property::Subject,
            "keywords" => Property::Keywords,
            "description" => Property::Comments,
            "category" | "contentStatus" | "Template" | "HyperlinkBase" => Property::Other(element),
            _ => return None,
        })
    }

    /// The property of a PDF, by its key.
    pub(super) fn of_pdf(key: &str) -> Option<Property<'_>> {
        Some(match key {
            "Author" => Property::Author,
            "LastModifiedBy" => Property::LastModifiedBy,
            "Manager" => Property::Manager,
            "Company" => Property::Company,
            "Title" => Property::Title,
            "Subject" => Property::Subject,
            "Keywords" => Property::Keywords,
            "Comments" => Property::Comments,
            // Programs and dates.
            "Creator" | "Producer" | "CreationDate" | "ModDate" | "Trapped" | "SourceModified" => {
                return None;
            }
            _ => Property::Other(key),
        })
    }

    /// The property of XMP, by the name of its element or attribute.
    pub(super) fn of_xmp(name: &str) -> Option<Property<'_>> {
        Some(match name {
            "creator" | "Author" => Property::Author,
            "title" => Property::Title,
            "subject" => Property::Subject,
            "Keywords" => Property::Keywords,
            "description" => Property::Comments,
            "Company" => Property::Company,
            "Manager" => Property::Manager,
            _ => return None,
        })
    }
}

//! What the packed formats of office programs have in common.

use std::collections::BTreeMap;

use super::hidden::Hidden;
use super::package::Package;
use super::place::Place;
use super::property::Property;
use super::told::Out;
use super::unreadable::Unreadable;
use super::xml::{Node, Xml};
use super::{document, picture, slides, workbook};

/// Reads a packed file.
pub(super) fn read(bytes: &[u8], out: &mut Out<'_>) -> Result<(), Unreadable> {
    let mut package = Package::open(bytes)?;
    if package.has("xl/workbook.xml") {
        workbook::read(&mut package, out)?;
    } else if package.has("word/document.xml") {
        document::read(&mut package, out)?;
    } else if package.has("ppt/presentation.xml") {
        slides::read(&mut package, out)?;
    } else {
        return Err(Unreadable::Format(other(&package)));
    }
    common(&mut package, out)
}

/// What a packed file that is not read is called.
fn other(package: &Package<'_>) -> &'static str {
    if package.has("OFD.xml") {
        "OFD"
    } else if package.has("content.xml") && package.has("mimetype") {
        "OpenDocument"
    } else if package.has("xl/workbook.bin") {
        "XLSB"
    } else {
        "ZIP"
    }
}

/// Properties, links, files in the file, drawings and charts.
fn common(package: &mut Package<'_>, out: &mut Out<'_>) -> Result<(), Unreadable> {
    for name in ["docProps/core.xml", "docProps/app.xml"] {
        package.part(name, |xml| properties(xml, out))?;
    }
    package.part("docProps/custom.xml", |xml| custom(xml, out))?;
    let mut names: Vec<String> = package.names().to_vec();
    names.sort();
    if names.iter().any(|name| name.ends_with("/vbaProject.bin")) {
        out.hidden(Hidden::Macros);
    }
    for name in &names {
        if name.ends_with(".rels") {
            package.part(name, |xml| links(xml, out))?;
        } else if name.contains("/embeddings/") && !name.ends_with('/') {
            out.hidden(Hidden::File(name));
        } else if is_photograph(name) {
            if let Some(bytes) = package.bytes(name)? {
                picture::read(&bytes, out);
            }
        } else if is_drawn(name) {
            package.part(name, |xml| drawn(xml, name, out))?;
        }
    }
    Ok(())
}

/// Whether it is a picture of the format that cameras write.
fn is_photograph(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.contains("/media/") && (name.ends_with(".jpg") || name.ends_with(".jpeg"))
}

fn is_drawn(name: &str) -> bool {
    const FOLDERS: [&str; 4] = [
        "/drawings/",
        "/charts/",
        "/diagrams/data",
        "/externalLinks/",
    ];
    let is_part = |folder: &str| {
        let rest = name.split_once(folder).map(|(_, rest)| rest);
        rest.is_some_and(|rest| !rest.contains('/'))
    };
    name.ends_with(".xml") && FOLDERS.into_iter().any(is_part)
}

/// The properties of `docProps`.
fn properties(xml: &mut Xml<'_>, out: &mut Out<'_>) -> Result<(), Unreadable> {
    let mut text = String::new();
    loop {
        match xml.next()? {
            Node::Open(_) => text.clear(),
            Node::Text(more) => text.push_str(&more),
            Node::Close(name) => {
                if let Some(property) = Property::of_office(&name) {
                    out.property(property, &text);
                }
                text.clear();
            }
            Node::End => return Ok(()),
        }
    }
}

/// The properties that somebody added.
fn custom(xml: &mut Xml<'_>, out: &mut Out<'_>) -> Result<(), Unreadable> {
    let (mut name, mut text) = (String::new(), String::new());
    loop {
        match xml.next()? {
            Node::Open(tag) if tag.name() == "property" => {
                name = tag.attribute("name")?.unwrap_or_default();
                text.clear();
            }
            Node::Open(_) => {}
            Node::Text(more) => text.push_str(&more),
            Node::Close(element) => {
                if element == "property" {
                    out.property(Property::Other(&name), &text);
                }
            }
            Node::End => return Ok(()),
        }
    }
}

/// What a file refers to outside itself.
fn links(xml: &mut Xml<'_>, out: &mut Out<'_>) -> Result<(), Unreadable> {
    loop {
        match xml.next()? {
            Node::Open(tag) if tag.name() == "Relationship" => {
                if tag.attribute("TargetMode")?.as_deref() == Some("External")
                    && let Some(target) = tag.attribute("Target")?
                {
                    out.piece()?;
                    out.property(Property::Link, &target);
                }
            }
            Node::End => return Ok(()),
            _ => {}
        }
    }
}

/// The texts of drawings, charts and what was kept of other files.
fn drawn(xml: &mut Xml<'_>, name: &str, out: &mut Out<'_>) -> Result<(), Unreadable> {
    let mut text = String::new();
    let mut is_text = false;
    loop {
        match xml.next()? {
            Node::Open(tag) => is_text = matches!(tag.name(), "t" | "v"),
            Node::Text(more) if is_text => text.push_str(&more),
            Node::Text(_) => {}
            Node::Close(element) => {
                is_text = false;
                if matches!(element.as_str(), "p" | "v" | "t") && element != "t" {
                    out.piece()?;
                    out.text(&text, Place::Other(name))?;
                    text.clear();
                }
            }
            Node::End => return out.text(&text, Place::Other(name)),
        }
    }
}

/// What a part refers to inside the file.
#[derive(Debug, Default)]
pub(super) struct Relations {
    /// By id: the last word of the type, and the target.
    by_id: BTreeMap<String, (String, String)>,
}

impl Relations {
    /// Those of a part.
    pub(super) fn of(package: &mut Package<'_>, part: &str) -> Result<Self, Unreadable> {
        let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
        let name = format!("{folder}/_rels/{file}.rels");
        let mut relations = Self::default();
        package.part(&name, |xml| {
            loop {
                match xml.next()? {
                    Node::Open(tag) if tag.name() == "Relationship" => {
                        let kind = tag.attribute("Type")?.unwrap_or_default();
                        let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
                        let target = tag.attribute("Target")?.unwrap_or_default();
                        let id = tag.attribute("Id")?.unwrap_or_default();
                        relations.by_id.insert(id, (kind, resolve(folder, &target)));
                    }
                    Node::End => return Ok(()),
                    _ => {}
                }
            }
        })?;
        Ok(relations)
    }

    /// The target of an id.
    pub(super) fn target(&self, id: &str) -> Option<&str> {
        self.by_id.get(id).map(|(_, target)| target.as_str())
    }

    /// The targets of a type.
    pub(super) fn of_type(&self, kind: &str) -> Vec<String> {
        let relations = self.by_id.values();
        let fitting = relations.filter(|(own, _)| own == kind);
        fitting.map(|(_, target)| target.clone()).collect()
    }
}

/// The name in the file that a target means, seen from a folder.
fn resolve(folder: &str, target: &str) -> String {
    let mut names: Vec<&str> = match target.strip_prefix('/') {
        Some(_) => Vec::new(),
        None => folder.split('/').collect(),
    };
    for name in target.split('/') {
        match name {
            "" | "." => {}
            ".." => {
                names.pop();
            }
            name => names.push(name),
        }
    }
    names.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_names_in_the_file() {
        assert_eq!(
            resolve("xl", "worksheets/sheet1.xml"),
            "xl/worksheets/sheet1.xml"
        );
        assert_eq!(
            resolve("xl/worksheets", "../comments1.xml"),
            "xl/comments1.xml"
        );
        assert_eq!(resolve("xl", "/xl/worksheets/a.xml"), "xl/worksheets/a.xml");
        assert_eq!(resolve("xl", "../../../etc/passwd"), "etc/passwd");
    }

    #[test]
    fn what_is_drawn() {
        assert!(is_drawn("xl/drawings/drawing1.xml"));
        assert!(is_drawn("word/charts/chart1.xml"));
        assert!(is_drawn("word/diagrams/data1.xml"));
        assert!(!is_drawn("xl/drawings/_rels/drawing1.xml.rels"));
        assert!(!is_drawn("xl/drawings/vmlDrawing1.vml"));
        assert!(!is_drawn("word/document.xml"));
    }
}

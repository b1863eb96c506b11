//! Presentations (pptx).

use super::hidden::Hidden;
use super::office::Relations;
use super::package::Package;
use super::place::Place;
use super::told::Out;
use super::unreadable::Unreadable;
use super::xml::{Node, Xml};

const SHOW: &str = "ppt/presentation.xml";

pub(super) fn read(package: &mut Package<'_>, out: &mut Out<'_>) -> Result<(), Unreadable> {
    let relations = Relations::of(package, SHOW)?;
    let ids = package.part(SHOW, ids)?.unwrap_or_default();
    let mut comments = 0;
    for (id, number) in ids.iter().zip(1..) {
        out.piece()?;
        let slide = relations.target(id).unwrap_or_default();
        let read = package.part(slide, |xml| paragraphs(xml, Place::Slide(number), out))?;
        match read {
            Some(slide) if slide.is_hidden => out.hidden(Hidden::Slide(number)),
            Some(_) => {}
            None => out.unseen(Unreadable::Damaged),
        }
        let own = Relations::of(package, slide)?;
        for name in own.of_type("notesSlide") {
            let notes = package.part(&name, |xml| paragraphs(xml, Place::Notes(number), out))?;
            if notes.is_some_and(|notes| notes.has_words) {
                out.hidden(Hidden::Notes(number));
            }
        }
        for name in own.of_type("comments") {
            let read = package.part(&name, |xml| paragraphs(xml, Place::Slide(number), out))?;
            comments += read.map_or(0, |read| read.comments);
        }
    }
    if comments > 0 {
        out.hidden(Hidden::Comments(comments));
    }
    Ok(())
}

/// The ids of the slides in order.
fn ids(xml: &mut Xml<'_>) -> Result<Vec<String>, Unreadable> {
    let mut ids = Vec::new();
    loop {
        match xml.next()? {
            // It has an id of its own beside that of the relation, which comes later.
            Node::Open(tag) if tag.name() == "sldId" => ids.extend(tag.last_attribute("id")?),
            Node::End => return Ok(ids),
            _ => {}
        }
    }
}

/// What a slide or the like has beside its texts.
#[derive(Debug, Default)]
struct Read {
    is_hidden: bool,
    has_words: bool,
    comments: usize,
}

fn paragraphs(xml: &mut Xml<'_>, place: Place<'_>, out: &mut Out<'_>) -> Result<Read, Unreadable> {
    let mut read = Read::default();
    let mut text = String::new();
    let mut is_text = false;
    loop {
        match xml.next()? {
            Node::Open(tag) => {
                is_text = matches!(tag.name(), "t" | "text");
                match tag.name() {
                    "sld" => read.is_hidden = !tag.switch("show", true)?,
                    "cm" => read.comments += 1,
                    "br" => text.push('\n'),
                    _ => {}
                }
            }
            Node::Text(more) if is_text => text.push_str(&more),
            Node::Text(_) => {}
            Node::Close(name) => {
                is_text = false;
                if matches!(name.as_str(), "p" | "text") {
                    out.piece()?;
                    read.has_words |= text.chars().any(char::is_alphabetic);
                    out.text(&text, place)?;
                    text.clear();
                }
            }
            Node::End => return Ok(read),
        }
    }
}

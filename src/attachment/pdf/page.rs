//! The text of pages: what their content streams show, in the order they show it.

use std::collections::BTreeMap;
use std::rc::Rc;

use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document, Object, ObjectId, Stream};

use super::encoding::Decoder;
use super::matrix::{End, Gap, Matrix};
use super::work::{STEP, Work};
use super::{Contents, Page, annotations};
use crate::attachment::limits::{PAGES, TEXT};
use crate::attachment::unreadable::Unreadable;

/// What the content of one page or form may expand to, in bytes.
const CONTENT: usize = 16 * 1024 * 1024;
/// What drawing a form takes beside its content, in bytes.
const FORM: usize = 1024;
/// How deep forms may be nested.
const FORMS: usize = 8;
/// How deep states may be saved.
const STATES: usize = 256;

/// The pages of a document while they are read.
pub(super) struct Pages<'d> {
    document: &'d Document,
    /// By where a font stands in memory: pages share them.
    fonts: BTreeMap<*const Dictionary, Rc<Decoder<'d>>>,
    work: Work,
    text: usize,
}

impl<'d> Pages<'d> {
    pub(super) fn new(document: &'d Document) -> Self {
        Self {
            document,
            fonts: BTreeMap::new(),
            work: Work::default(),
            text: 0,
        }
    }

    pub(super) fn read(mut self, contents: &mut Contents) -> Result<(), Unreadable> {
        for (number, id) in self.document.page_iter().enumerate() {
            if number >= PAGES {
                return Err(Unreadable::Long);
            }
            let mut page = Page::default();
            let content = self.content(id, &mut page)?;
            let fonts = self.document.get_page_fonts(id).unwrap_or_default();
            self.work.add(fonts.len() * STEP)?;
            let (own, ids) = self.document.get_page_resources(id).unwrap_or_default();
            let referred = ids
                .iter()
                .filter_map(|id| self.document.get_dictionary(*id).ok());
            let resources: Vec<&Dictionary> = own.into_iter().chain(referred).collect();
            let mut show = Show {
                pages: &mut self,
                page: &mut page,
                fonts: Rc::new(fonts),
                resources: resources.into(),
                depth: 0,
                last: None,
                guessed: 0.0,
            };
            show.content(&content, Matrix::SAME)?;
            annotations::read(self.document, id, &mut page, &mut self.work)?;
            self.text += page.length();
            if self.text > TEXT {
                return Err(Unreadable::Long);
            }
            contents.pages.push(page);
        }
        Ok(())
    }

    /// The content of a page, which may be in several streams; one that cannot be read is noted.
    fn content(&mut self, id: ObjectId, page: &mut Page) -> Result<Vec<u8>, Unreadable> {
        let mut content = Vec::new();
        for stream in self.document.get_page_contents(id) {
            self.work.add(STEP)?;
            let stream = self.document.get_object(stream).and_then(Object::as_stream);
            let left = CONTENT.saturating_sub(content.len());
            let part = stream.map(|stream| self.work.expanded(stream, left));
            match part.ok().transpose()?.flatten() {
                Some(mut part) => {
                    content.append(&mut part);
                    content.push(b'\n');
                }
                None => page.has_unknown = true,
            }
        }
        Ok(content)
    }

    fn font(&mut self, font: &'d Dictionary) -> Result<Rc<Decoder<'d>>, Unreadable> {
        let place = std::ptr::from_ref(font);
        if let Some(known) = self.fonts.get(&place) {
            return Ok(Rc::clone(known));
        }
        let decoder = Rc::new(Decoder::of(font, self.document, &mut self.work)?);
        self.fonts.insert(place, Rc::clone(&decoder));
        Ok(decoder)
    }
}

/// The content of a page or form while it is read.
struct Show<'s, 'd> {
    pages: &'s mut Pages<'d>,
    page: &'s mut Page,
    fonts: Rc<BTreeMap<Vec<u8>, &'d Dictionary>>,
    resources: Rc<[&'d Dictionary]>,
    depth: usize,
    /// Where the last text ended.
    last: Option<End>,
    /// How long the text is since the last place that was stated, by guessed widths.
    guessed: f32,
}

/// What is saved and restored.
#[derive(Clone)]
struct State<'d> {
    plane: Matrix,
    font: Option<Rc<Decoder<'d>>>,
    size: f32,
    leading: f32,
    letter_space: f32,
}

impl<'d> Show<'_, 'd> {
    fn content(&mut self, content: &[u8], plane: Matrix) -> Result<(), Unreadable> {
        let mut state = State {
            plane,
            font: None,
            size: 1.0,
            leading: 0.0,
            letter_space: 0.0,
        };
        let mut saved: Vec<State<'d>> = Vec::new();
        let (mut line, mut text) = (Matrix::SAME, Matrix::SAME);
        for operation in Content::decode_iter(content) {
            // What cannot be read ends the page, as in other readers.
            let Ok(operation) = operation else {
                self.page.has_unknown = true;
                break;
            };
            let Operation { operator, operands } = &operation;
            match operator.as_str() {
                "q" if saved.len() < STATES => saved.push(state.clone()),
                "Q" => state = saved.pop().unwrap_or(state),
                "cm" => state.plane = matrix(operands).then(state.plane),
                "BT" => {
                    (line, text) = (Matrix::SAME, Matrix::SAME);
                    self.placed();
                }
                "Tf" => {
                    state.size = number(operands, 1);
                    state.font = self.font(operands)?;
                }
                "Tc" => state.letter_space = number(operands, 0),
                "TL" => state.leading = number(operands, 0),
                "Tm" => {
                    line = matrix(operands);
                    text = line;
                    self.placed();
                }
                "Td" | "TD" => {
                    let (x, y) = (number(operands, 0), number(operands, 1));
                    if operator == "TD" {
                        state.leading = -y;
                    }
                    line = line.moved(x, y);
                    text = line;
                    self.placed();
                }
                "T*" | "'" | "\"" => {
                    line = line.moved(0.0, -state.leading);
                    text = line;
                    self.placed();
                    if let Some(Object::String(codes, _)) = operands.last() {
                        text = self.show(codes, text, &state)?;
                    }
                }
                "Tj" => {
                    if let Some(Object::String(codes, _)) = operands.first() {
                        text = self.show(codes, text, &state)?;
                    }
                }
                "TJ" => {
                    let parts = operands.first().and_then(|parts| parts.as_array().ok());
                    for part in parts.into_iter().flatten() {
                        match part {
                            Object::String(codes, _) => text = self.show(codes, text, &state)?,
                            part => {
                                let back = part.as_float().unwrap_or(0.0) / 1000.0;
                                text = text.moved(-back * state.size, 0.0);
                            }
                        }
                    }
                }
                "Do" => self.drawn(operands, state.plane)?,
                "BI" => self.page.has_picture = true,
                _ => {}
            }
        }
        Ok(())
    }

    fn font(&mut self, operands: &[Object]) -> Result<Option<Rc<Decoder<'d>>>, Unreadable> {
        let name = operands.first().and_then(|name| name.as_name().ok());
        match name.and_then(|name| self.fonts.get(name)) {
            Some(font) => self.pages.font(font).map(Some),
            None => Ok(None),
        }
    }

    /// Adds a text, and tells where it ends.
    fn show(
        &mut self,
        codes: &[u8],
        start: Matrix,
        state: &State<'d>,
    ) -> Result<Matrix, Unreadable> {
        let text = state.font.as_ref().and_then(|font| font.text(codes));
        let Some(text) = text else {
            self.page.has_unknown |= !codes.is_empty();
            return Ok(start);
        };
        let gap = self.last.map(|last| last.gap(start.then(state.plane)));
        self.page.text.push_str(match gap {
            Some(Gap::Space) => " ",
            // Numbers of two columns are not one.
            Some(Gap::Wide) => "\t",
            Some(Gap::Line) => "\n",
            Some(Gap::None) | None => "",
        });
        self.page.text.push_str(&text);
        if self.page.text.len() > TEXT {
            return Err(Unreadable::Long);
        }
        // The width of most letters is half of that of most ideographs.
        let widths = text.chars().map(|c| if c.is_ascii() { 0.5 } else { 1.0 });
        let letters: f32 = widths
            .map(|width| width * state.size + state.letter_space)
            .sum();
        let end = start.moved(letters, 0.0);
        self.guessed += letters;
        self.last = Some(End {
            matrix: end.then(state.plane),
            size: state.size,
            guessed: 0.0,
        });
        Ok(end)
    }

    /// Text goes on at a place that is stated: how far that is from the last is less sure the more of
    /// its way was guessed.
    fn placed(&mut self) {
        if let Some(last) = &mut self.last {
            last.guessed = self.guessed;
        }
        self.guessed = 0.0;
    }

    /// A picture, or a form, which has content of its own.
    fn drawn(&mut self, operands: &[Object], plane: Matrix) -> Result<(), Unreadable> {
        let name = operands.first().and_then(|name| name.as_name().ok());
        self.pages.work.add(self.resources.len() * STEP)?;
        let Some(stream) = name.and_then(|name| self.object(name)) else {
            return Ok(());
        };
        let kind = stream.dict.get(b"Subtype").and_then(Object::as_name);
        match kind.unwrap_or_default() {
            b"Image" => self.page.has_picture = true,
            b"Form" if self.depth < FORMS => {
                // Each is counted, lest empty forms be drawn without end.
                self.pages.work.add(FORM)?;
                match self.pages.work.expanded(stream, CONTENT)? {
                    Some(content) => self.form(stream, &content, plane)?,
                    None => self.page.has_unknown = true,
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn form(
        &mut self,
        stream: &'d Stream,
        content: &[u8],
        plane: Matrix,
    ) -> Result<(), Unreadable> {
        let document = self.pages.document;
        let own = stream.dict.get_deref(b"Resources", document);
        let own = own.and_then(Object::as_dict).ok();
        let place = stream.dict.get_deref(b"Matrix", document);
        let place = place.and_then(Object::as_array).map(|m| matrix(m));
        let fonts = match own {
            Some(own) => {
                let fonts = fonts(own, document);
                self.pages.work.add(fonts.len() * STEP)?;
                Rc::new(fonts)
            }
            None => Rc::clone(&self.fonts),
        };
        let mut form = Show {
            fonts,
            resources: own.map_or_else(|| Rc::clone(&self.resources), |own| [own].into()),
            page: &mut *self.page,
            depth: self.depth + 1,
            last: self.last,
            guessed: self.guessed,
            pages: &mut *self.pages,
        };
        form.content(content, place.unwrap_or(Matrix::SAME).then(plane))?;
        self.last = form.last;
        Ok(())
    }

    /// A picture or form by its name.
    fn object(&self, name: &[u8]) -> Option<&'d Stream> {
        let document = self.pages.document;
        self.resources.iter().find_map(|resources| {
            let objects = resources.get_deref(b"XObject", document).ok()?;
            let object = objects.as_dict().ok()?.get_deref(name, document).ok()?;
            object.as_stream().ok()
        })
    }
}

/// The fonts of a form by name.
fn fonts<'d>(
    resources: &'d Dictionary,
    document: &'d Document,
) -> BTreeMap<Vec<u8>, &'d Dictionary> {
    let fonts = resources.get_deref(b"Font", document);
    let fonts = fonts.and_then(Object::as_dict).into_iter().flatten();
    fonts
        .filter_map(|(name, font)| {
            let (_, font) = document.dereference(font).ok()?;
            Some((name.clone(), font.as_dict().ok()?))
        })
        .collect()
}

fn number(operands: &[Object], at: usize) -> f32 {
    let number = operands.get(at).and_then(|number| number.as_float().ok());
    number.unwrap_or(0.0)
}

fn matrix(operands: &[Object]) -> Matrix {
    let mut matrix = Matrix::SAME;
    for (value, operand) in matrix.0.iter_mut().zip(operands) {
        *value = operand.as_float().unwrap_or(0.0);
    }
    matrix
}

//! What the parts of a document are made of.

use std::io;

use crate::export::xml::Xml;

impl Xml {
    /// An empty element with the attribute `w:val`.
    pub(super) fn value(&mut self, name: &str, value: &str) -> io::Result<()> {
        self.empty(name, &[("w:val", value)])
    }

    /// A run of text.
    pub(super) fn run(&mut self, text: &str) -> io::Result<()> {
        self.element("w:r", &[], |xml| {
            xml.text("w:t", &[("xml:space", "preserve")], text)
        })
    }

    /// A paragraph of this style.
    pub(super) fn paragraph(
        &mut self,
        style: &str,
        inner: impl FnOnce(&mut Self) -> io::Result<()>,
    ) -> io::Result<()> {
        self.element("w:p", &[], |xml| {
            xml.element("w:pPr", &[], |xml| xml.value("w:pStyle", style))?;
            inner(xml)
        })
    }

    /// A paragraph of this style that says this.
    pub(super) fn line(&mut self, style: &str, text: &str) -> io::Result<()> {
        self.paragraph(style, |xml| match text {
            "" => Ok(()),
            text => xml.run(text),
        })
    }
}

//! Saved web pages: the text and the tables of their body, whatever a word processor left in it.

use std::collections::BTreeSet;

use ego_tree::NodeId;
use ego_tree::iter::Edge;
use scraper::{Html, Node};

use super::Part;
use super::places::{At, Writer};
use super::spans::Spanned;
use crate::attachment::Unreadable;

/// Whether a text without a document type is a web page: part of one that was copied as source.
pub(super) fn is_page(text: &str) -> bool {
    let start: String = text
        .chars()
        .take(4096)
        .flat_map(char::to_lowercase)
        .collect();
    let start = start.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
    start.starts_with('<')
        && ["<table", "<body", "<div", "<meta"]
            .iter()
            .any(|tag| start.contains(tag))
}

/// Elements that say nothing of what is read.
const SILENT: [&str; 11] = [
    "head", "script", "style", "template", "noscript", "svg", "iframe", "object", "select",
    "button", "textarea",
];

/// Elements after which another line begins.
const BLOCKS: [&str; 28] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "caption",
    "center",
    "dd",
    "div",
    "dl",
    "dt",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "li",
    "main",
    "nav",
    "ol",
    "p",
    "section",
    "ul",
];

/// Reads a page.
pub(super) fn read(text: &str, writer: &mut Writer) -> Result<Vec<Part>, Unreadable> {
    let html = Html::parse_document(text);
    let layout = layout(&html);
    let mut page = Page {
        writer,
        parts: Vec::new(),
        text: String::new(),
        paragraphs: 0,
        tables: 0,
        table: None,
        cell: Cell::default(),
        silent: 0,
    };
    for edge in html.tree.root().traverse() {
        match edge {
            Edge::Open(node) => match node.value() {
                Node::Text(text) if page.silent == 0 => page.say(text),
                Node::Element(element) => {
                    let is_layout = layout.contains(&node.id());
                    page.open(element, is_layout)?;
                }
                _ => {}
            },
            Edge::Close(node) => {
                if let Node::Element(element) = node.value() {
                    page.close(element.name(), layout.contains(&node.id()))?;
                }
            }
        }
    }
    page.end_line();
    Ok(page.parts)
}

/// The tables that only arrange what is in them, other tables among it.
fn layout(html: &Html) -> BTreeSet<NodeId> {
    let mut layout = BTreeSet::new();
    let mut open: Vec<NodeId> = Vec::new();
    for edge in html.tree.root().traverse() {
        let (Edge::Open(node) | Edge::Close(node)) = edge;
        let is_table = matches!(node.value(), Node::Element(element) if element.name() == "table");
        match edge {
            Edge::Open(node) if is_table => {
                layout.extend(open.last().copied());
                open.push(node.id());
            }
            Edge::Close(_) if is_table => drop(open.pop()),
            _ => {}
        }
    }
    layout
}

/// A page while it is read.
struct Page<'w> {
    writer: &'w mut Writer,
    parts: Vec<Part>,
    /// The line or cell so far, its white space as it will be shown.
    text: String,
    paragraphs: u32,
    tables: u32,
    table: Option<Spanned>,
    cell: Cell,
    /// Elements that say nothing, of those that are open.
    silent: usize,
}

/// The cell that is read: where it stands, and what it covers.
#[derive(Clone, Copy, Debug, Default)]
struct Cell {
    row: u32,
    column: u32,
    columns: u32,
    rows: u32,
}

impl Page<'_> {
    /// Adds a text: white space of any length is one space, and none at the start of a line.
    fn say(&mut self, text: &str) {
        for c in text.chars() {
            if !matches!(c, ' ' | '\t' | '\r' | '\n' | '\u{c}') {
                self.text.push(c);
            } else if !self.text.is_empty() && !self.text.ends_with([' ', '\n']) {
                self.text.push(' ');
            }
        }
    }

    fn open(
        &mut self,
        element: &scraper::node::Element,
        is_layout: bool,
    ) -> Result<(), Unreadable> {
        let name = element.name();
        if SILENT.contains(&name) {
            self.silent += 1;
            return Ok(());
        }
        let number = |name: &str| {
            element
                .attr(name)
                .and_then(|value| value.trim().parse().ok())
        };
        match name {
            "br" => self.break_line(),
            "table" if !is_layout => {
                self.end_line();
                self.tables += 1;
                self.table = Some(Spanned::default());
            }
            "tr" => match &mut self.table {
                Some(table) => table.begin_row(),
                None => self.end_line(),
            },
            "td" | "th" => match &mut self.table {
                Some(table) => {
                    self.text.clear();
                    let (row, column) = table.begin_cell(&mut self.writer.room)?;
                    self.cell = Cell {
                        row,
                        column,
                        columns: number("colspan").unwrap_or(1),
                        rows: number("rowspan").unwrap_or(1),
                    };
                }
                None => self.end_line(),
            },
            _ if BLOCKS.contains(&name) => self.break_line(),
            _ => {}
        }
        Ok(())
    }

    fn close(&mut self, name: &str, is_layout: bool) -> Result<(), Unreadable> {
        if SILENT.contains(&name) {
            self.silent = self.silent.saturating_sub(1);
            return Ok(());
        }
        match name {
            "table" if !is_layout => {
                if let Some(table) = self.table.take() {
                    self.parts
                        .push(Part::Table(table.finish(&mut self.writer.room)?));
                }
                self.text.clear();
            }
            "td" | "th" if self.table.is_some() => self.close_cell()?,
            "tr" | "td" | "th" | "table" => self.break_line(),
            _ if BLOCKS.contains(&name) => self.break_line(),
            _ => {}
        }
        Ok(())
    }

    /// Ends a line: of a cell, or of the page.
    fn break_line(&mut self) {
        if self.table.is_some() {
            self.text.push('\n');
        } else {
            self.end_line();
        }
    }

    fn end_line(&mut self) {
        let text = std::mem::take(&mut self.text);
        if self.table.is_none() {
            let at = At::Paragraph(self.paragraphs + 1);
            if let Some(span) = self.writer.put(&text, at) {
                self.paragraphs += 1;
                self.parts.push(Part::Paragraph(span));
            }
        }
    }

    fn close_cell(&mut self) -> Result<(), Unreadable> {
        let Cell {
            row,
            column,
            columns,
            rows,
        } = self.cell;
        let table = self.tables;
        let text = std::mem::take(&mut self.text);
        let span = self.writer.put(&text, At::TableCell { table, row, column });
        if let Some(table) = &mut self.table {
            table.put(span, columns, rows, &mut self.writer.room)?;
        }
        Ok(())
    }
}

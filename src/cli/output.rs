//! What the user sees: results on standard output, everything else on standard error.

use std::io::{self, IsTerminal, Write};

use clap::ValueEnum;
use serde::Serialize;

use super::Exit;
use crate::check::{Rule, rules};
use crate::diagnostic::{
    Allowed, Diagnostic, Faults, Human, Lang, Message, SarifKind, SarifRule, Severity, Sources,
    findings, reason, to_sarif, verified_to_sarif,
};
use crate::model::Profile;
use crate::say;

/// How findings are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// For people.
    Human,
    /// For programs: one JSON document on standard output.
    Json,
    /// For code hosts and editors: SARIF 2.1.0 on standard output (build, check, import).
    Sarif,
    /// For paper: one page to be signed, on standard output (diff).
    Html,
    /// The file itself as CSV (export).
    Csv,
    /// The file itself as a workbook (export).
    Xlsx,
    /// The file itself as a text document (export).
    Docx,
}

/// `--lang`.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum LangArg {
    /// 中文
    Zh,
    /// English
    En,
}

/// How this run talks.
#[derive(Debug)]
pub(super) struct Output {
    pub(super) lang: Lang,
    pub(super) format: Format,
    color: bool,
}

impl Output {
    pub(super) fn new(lang: Option<LangArg>, format: Format) -> Self {
        let lang = match lang {
            Some(LangArg::Zh) => Lang::Zh,
            Some(LangArg::En) => Lang::En,
            None => from_locale(),
        };
        let choice = anstream::AutoStream::choice(&io::stderr());
        Self {
            lang,
            format,
            color: choice != anstream::ColorChoice::Never,
        }
    }

    /// A line of a result.
    pub(super) fn result(&self, message: &Message) -> io::Result<()> {
        told(writeln!(io::stdout().lock(), "{}", message.text(self.lang)))
    }

    /// A text as it is, on standard output.
    pub(super) fn raw(&self, text: &str) -> io::Result<()> {
        told(io::stdout().lock().write_all(text.as_bytes()))
    }

    /// Bytes as they are, on standard output.
    pub(super) fn bytes(&self, bytes: &[u8]) -> io::Result<()> {
        told(io::stdout().lock().write_all(bytes))
    }

    /// Whether standard output is a terminal.
    pub(super) fn is_terminal_output(&self) -> bool {
        io::stdout().is_terminal()
    }

    /// The same for people, whatever the format of the result is.
    pub(super) fn for_people(&self) -> Self {
        Self {
            format: Format::Human,
            ..*self
        }
    }

    /// A line about what happens.
    pub(super) fn note(&self, message: &Message) -> io::Result<()> {
        told(writeln!(io::stderr().lock(), "{}", message.text(self.lang)))
    }

    /// Findings and their sum for people; nothing in other formats, whose command writes them.
    pub(super) fn findings(&self, faults: &Faults, sources: &Sources) -> io::Result<()> {
        if matches!(self.format, Format::Json | Format::Sarif) || faults.is_empty() {
            return Ok(());
        }
        let human = self.human(self.color);
        let mut stderr = io::stderr().lock();
        let errors = faults.count(Severity::Error);
        let warnings = faults.count(Severity::Warning);
        for fault in faults.iter() {
            told(writeln!(stderr, "{}", human.show(fault, sources)))?;
        }
        let sum = say!(
            "{errors} 个错误，{warnings} 个警告",
            "errors: {errors}, warnings: {warnings}"
        );
        told(writeln!(stderr, "{}", sum.text(self.lang)))
    }

    /// A finding that is itself the result, for people.
    pub(super) fn finding(&self, fault: &Diagnostic, sources: &Sources) -> io::Result<()> {
        let choice = anstream::AutoStream::choice(&io::stdout());
        let human = self.human(choice != anstream::ColorChoice::Never);
        self.raw(&format!("{}\n", human.show(fault, sources)))
    }

    /// A finding that something is asked about, on standard error.
    pub(super) fn noted(&self, fault: &Diagnostic, sources: &Sources) -> io::Result<()> {
        let human = self.human(self.color);
        told(writeln!(
            io::stderr().lock(),
            "{}",
            human.show(fault, sources)
        ))
    }

    fn human(&self, color: bool) -> Human {
        let lang = self.lang;
        Human { lang, color }
    }

    /// What stopped a command that has no other result.
    pub(super) fn stopped(&self, faults: &Faults) -> io::Result<Exit> {
        let sources = Sources::new();
        self.findings(faults, &sources)?;
        self.document(faults, &[], &sources, || serde_json::json!({}))?;
        Ok(Exit::of(faults, &sources))
    }

    /// Writes the findings as one document, where a program reads them: in JSON with what else
    /// `result` holds, or as SARIF.
    pub(super) fn document(
        &self,
        faults: &Faults,
        allowed: &[Allowed],
        sources: &Sources,
        result: impl FnOnce() -> serde_json::Value,
    ) -> io::Result<()> {
        match self.format {
            Format::Human | Format::Html | Format::Csv | Format::Xlsx | Format::Docx => Ok(()),
            Format::Json => self.json(faults, sources, result()),
            Format::Sarif => self.sarif(faults, allowed, sources),
        }
    }

    /// Writes a SARIF log.
    pub(super) fn sarif(
        &self,
        faults: &Faults,
        allowed: &[Allowed],
        sources: &Sources,
    ) -> io::Result<()> {
        self.value(&to_sarif(
            faults,
            allowed,
            sources,
            self.lang,
            &sarif_rules(),
        ))
    }

    /// Writes a SARIF log of everything that was looked at.
    pub(super) fn sarif_of_verified(
        &self,
        results: &[(SarifKind, Diagnostic)],
        sources: &Sources,
    ) -> io::Result<()> {
        let rules = sarif_rules();
        self.value(&verified_to_sarif(results, sources, self.lang, &rules))
    }

    /// Writes a JSON document with the findings and what else `result` holds.
    pub(super) fn json(
        &self,
        faults: &Faults,
        sources: &Sources,
        mut result: serde_json::Value,
    ) -> io::Result<()> {
        let findings = serde_json::to_value(findings(faults, sources, self.lang))?;
        if let Some(object) = result.as_object_mut() {
            object.insert("findings".into(), findings);
        }
        self.value(&result)
    }

    /// Writes a JSON document.
    pub(super) fn value(&self, value: &impl Serialize) -> io::Result<()> {
        let mut text = serde_json::to_string_pretty(value)?;
        text.push('\n');
        self.raw(&text)
    }

    /// How to end when the output itself cannot be written.
    pub(super) fn broken(&self, error: &io::Error) -> Exit {
        let why = reason(error);
        let (zh, en) = (why.zh, why.en);
        let message = say!("无法输出：{zh}", "cannot write: {en}");
        match self.note(&message) {
            Ok(()) | Err(_) => Exit::Environment,
        }
    }
}

fn sarif_rules() -> Vec<SarifRule> {
    rules::all().into_iter().map(sarif_rule).collect()
}

fn sarif_rule(rule: &'static Rule) -> SarifRule {
    SarifRule {
        id: rule.code,
        asks: rule.asks.message(),
        source: rule.source.message(),
        level: rule.weight.severity(Profile::General),
    }
}

/// A reader that has seen enough, such as `head`, is no failure: what was to be told is dropped, and
/// the command ends as it would have.
pub(super) fn told(result: io::Result<()>) -> io::Result<()> {
    match result {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        result => result,
    }
}

/// English where the locale says so, otherwise Chinese.
fn from_locale() -> Lang {
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .filter_map(|name| std::env::var(name).ok())
        .find(|value| !value.is_empty());
    match locale.as_deref() {
        Some(locale) if locale.starts_with("en") => Lang::En,
        _ => Lang::Zh,
    }
}

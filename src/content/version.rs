//! What a content file says, value by value, whichever revision its bytes are of: two versions of a file
//! are compared by this. The files are read by the same code as those of the site.

use serde::{Deserialize, Serialize};

use super::field::Field;
use super::item::{self, Item};
use super::kinds::{chapter, column, disclosure, page, task};
use super::schema::Kind;
use super::values::PublishedAt;
use crate::diagnostic::{Faults, Severity};
use crate::model::{Located, Mode, Moment, Prose, Text, UtcOffset};

/// What a key says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Value {
    /// One text; line ends are `\n`, whatever those of the file.
    Text(Box<str>),
    /// Several, in order.
    List(Vec<Box<str>>),
}

/// A key that is given, and what it says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    /// Which.
    pub field: Field,
    /// What.
    pub value: Value,
}

/// Whether a disclosure was public by what its own card said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// Neither a draft nor of a mode that is never published.
    pub is_public: bool,
    /// Year, month and day of its publication in the site's offset; none if that could not be read.
    pub published: Option<(i16, i8, i8)>,
}

/// A file as one revision had it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Version {
    /// Its values, in the order of their keys here.
    pub facts: Vec<Fact>,
    /// Of a disclosure.
    pub standing: Option<Standing>,
}

/// Reads a file of one of the kinds that make pages; `name` tells `.toml` from `.md`. None if it cannot be
/// read, as a file may be that was written for another version of the program. Unknown keys do no harm.
#[must_use]
pub fn version(kind: Kind, name: &str, bytes: Vec<u8>, offset: UtcOffset) -> Option<Version> {
    let mut facts = Facts::default();
    let mut standing = None;
    match kind {
        Kind::Disclosure => {
            let read = item::of_bytes(bytes, name, disclosure::read)
                .with_text("body", |value| &mut value.body);
            let value = readable(read)?;
            standing = Some(Standing {
                is_public: !value.draft
                    && value
                        .mode
                        .as_ref()
                        .is_some_and(|mode| mode.value == Mode::Proactive),
                published: published(value.published.clone(), offset),
            });
            facts.disclosure(&value);
        }
        Kind::Chapter => {
            let read = item::of_bytes(bytes, name, chapter::read)
                .with_text("body", |value| &mut value.body);
            let value = readable(read)?;
            facts.line(Field::Title, &value.title);
            facts.shown(Field::Number, value.number);
            facts.prose(Field::Body, &value.body);
        }
        Kind::Task => {
            let read = item::of_bytes(bytes, name, task::read)
                .with_text("progress", |value| &mut value.progress);
            facts.task(&readable(read)?);
        }
        Kind::Column => {
            let read = item::of_bytes(bytes, name, column::read)
                .with_text("body", |value| &mut value.body);
            let value = readable(read)?;
            facts.line(Field::Title, &value.title);
            facts.line(Field::Description, &value.description);
            facts.list(Field::Keywords, &value.keywords);
            facts.line(Field::Category, &value.category);
            facts.shown(Field::Order, value.order);
            facts.prose(Field::Body, &value.body);
        }
        Kind::Page => {
            let read =
                item::of_bytes(bytes, name, page::read).with_text("body", |value| &mut value.body);
            let value = readable(read)?;
            facts.line(Field::Title, &value.title);
            facts.line(Field::Summary, &value.summary);
            facts.shown(
                Field::Updated,
                value.updated.as_ref().map(|at| at.value.written()),
            );
            facts.flag(Field::Draft, value.draft);
            facts.prose(Field::Body, &value.body);
        }
        Kind::Site | Kind::Units | Kind::Urls | Kind::Calendar | Kind::Words => return None,
    }
    Some(Version {
        facts: facts.0,
        standing,
    })
}

/// What was read of a file, if nothing of it is missed.
fn readable<T>(item: Item<T>) -> Option<T> {
    let harmless = |code| matches!(code, "content/unknown-key" | "content/missing-key");
    let is_faulty = item
        .faults
        .iter()
        .any(|fault| fault.severity == Severity::Error && !harmless(fault.code));
    if is_faulty { None } else { item.value }
}

fn published(at: Option<Located<PublishedAt>>, offset: UtcOffset) -> Option<(i16, i8, i8)> {
    let Moment { date, .. } = PublishedAt::in_offset(at, offset, &mut Faults::new())?.value;
    Some((date.year(), date.month(), date.day()))
}

#[derive(Default)]
struct Facts(Vec<Fact>);

impl Facts {
    fn push(&mut self, field: Field, value: Value) {
        self.0.push(Fact { field, value });
    }

    fn text(&mut self, field: Field, text: impl Into<Box<str>>) {
        self.push(field, Value::Text(text.into()));
    }

    fn shown(&mut self, field: Field, value: Option<impl ToString>) {
        if let Some(value) = value {
            self.text(field, value.to_string());
        }
    }

    fn line(&mut self, field: Field, text: &Option<Text>) {
        self.shown(field, text.as_ref().map(|text| &text.value));
    }

    fn list(&mut self, field: Field, texts: &[Text]) {
        if !texts.is_empty() {
            let texts = texts.iter().map(|text| text.value.clone());
            self.push(field, Value::List(texts.collect()));
        }
    }

    fn flag(&mut self, field: Field, flag: bool) {
        self.shown(field, flag.then_some(true));
    }

    /// How lines end and what stands around a text is a matter of the file's form.
    fn prose(&mut self, field: Field, prose: &Option<Prose>) {
        if let Some(prose) = prose {
            let text = prose.source.replace("\r\n", "\n");
            self.text(field, text.trim_matches('\n'));
        }
    }

    fn disclosure(&mut self, value: &disclosure::DisclosureFile) {
        // Every key is named, so that none is forgotten.
        let disclosure::DisclosureFile {
            title,
            index_number,
            document_number,
            publisher,
            created,
            published,
            mode,
            scope,
            retention,
            summary,
            keywords,
            validity,
            subject,
            group,
            genre,
            attachments,
            period,
            series,
            incomplete,
            draft,
            body,
        } = value;
        self.line(Field::Title, title);
        self.shown(
            Field::IndexNumber,
            index_number.as_ref().map(|number| number.value.as_str()),
        );
        self.line(Field::DocumentNumber, document_number);
        self.line(Field::Publisher, publisher);
        self.shown(Field::Created, created.as_ref().map(|day| day.value));
        self.shown(
            Field::Published,
            published.as_ref().map(|at| at.value.written()),
        );
        self.shown(Field::Mode, mode.as_ref().map(|mode| mode.value.word()));
        self.line(Field::Scope, scope);
        self.line(Field::Retention, retention);
        self.line(Field::Summary, summary);
        self.list(Field::Keywords, keywords);
        self.line(Field::Validity, validity);
        self.line(Field::Subject, subject);
        self.line(Field::Group, group);
        self.line(Field::Genre, genre);
        let attachments = attachments.iter().map(|attachment| {
            let attachment = &attachment.value.0;
            match &attachment.file {
                Some(file) => format!("{} ({})", attachment.title.value, file.value).into(),
                None => attachment.title.value.clone(),
            }
        });
        let attachments: Vec<Box<str>> = attachments.collect();
        if !attachments.is_empty() {
            self.push(Field::Attachments, Value::List(attachments));
        }
        self.shown(Field::Period, period.as_ref().map(|p| &p.value));
        self.line(Field::Series, series);
        self.flag(Field::Incomplete, *incomplete);
        self.flag(Field::Draft, *draft);
        self.prose(Field::Body, body);
    }

    fn task(&mut self, value: &task::TaskFile) {
        let task::TaskFile {
            title,
            units,
            progress,
            status,
            completion,
            key,
        } = value;
        self.line(Field::Title, title);
        self.list(Field::Units, units);
        self.prose(Field::Progress, progress);
        self.shown(
            Field::Status,
            status.as_ref().map(|status| status.value.word()),
        );
        self.shown(
            Field::Completion,
            completion.as_ref().map(|completion| {
                let completion = &completion.value;
                let unit = completion.unit.as_deref().unwrap_or_default();
                let (done, total) = (completion.done, completion.total);
                format!("{done} / {total} {unit}").trim_end().to_owned()
            }),
        );
        self.shown(Field::Key, key.as_ref().map(|key| key.value.as_str()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(kind: Kind, name: &str, text: &str) -> Option<Version> {
        version(kind, name, text.into(), UtcOffset::BEIJING)
    }

    fn said(version: &Version) -> Vec<(&'static str, &Value)> {
        let facts = version.facts.iter();
        facts.map(|fact| (fact.field.key(), &fact.value)).collect()
    }

    fn text(text: &str) -> Value {
        Value::Text(text.into())
    }

    #[test]
    fn a_task_says_the_same_in_any_form() {
        let toml = "title = \"甲\"\nunits = [\"乙\"]\nprogress = \"一\\n二\"\nstatus = \"done\"\ncompletion = { done = 3, total = 4, unit = \"项\" }\n";
        let md = "+++\r\n# 说明\r\ncompletion = { done = 3, total = 4, unit = \"项\" }\r\nstatus = \"done\"\r\nunits = [\"乙\"]\r\ntitle = \"甲\"\r\n+++\r\n\r\n一\r\n二\r\n";
        let read = of(Kind::Task, "01.toml", toml).unwrap();
        assert_eq!(of(Kind::Task, "01.md", md).unwrap(), read);
        let expected = [
            ("title", text("甲")),
            ("units", Value::List(vec!["乙".into()])),
            ("progress", text("一\n二")),
            ("status", text("done")),
            ("completion", text("3 / 4 项")),
        ];
        let expected: Vec<_> = expected.iter().map(|(key, v)| (*key, v)).collect();
        assert_eq!(said(&read), expected);
    }

    #[test]
    fn a_card_tells_whether_it_was_public() {
        let card = |more: &str| {
            let text = format!(
                "title = \"甲\"\nindex_number = \"K1493206-6/2020-11938\"\npublished = 2020-07-22T23:00:00Z\n{more}"
            );
            of(Kind::Disclosure, "disclosure.toml", &text).unwrap()
        };
        let standing = |is_public| {
            Some(Standing {
                is_public,
                published: Some((2020, 7, 23)),
            })
        };
        assert_eq!(card("mode = \"主动公开\"").standing, standing(true));
        assert_eq!(card("mode = \"依申请公开\"").standing, standing(false));
        let draft = card("mode = \"主动公开\"\ndraft = true\nunknown = 1");
        assert_eq!(draft.standing, standing(false));
        let published = text("2020-07-22 23:00:00 +00:00");
        assert!(said(&draft).contains(&("published", &published)));
    }

    #[test]
    fn what_cannot_be_read() {
        assert!(of(Kind::Task, "01.toml", "title = ").is_none());
        assert!(of(Kind::Task, "01.md", "title = \"甲\"").is_none());
        assert!(of(Kind::Task, "01.toml", "title = \"甲\"\nstatus = \"later\"").is_none());
        assert!(of(Kind::Units, "units.toml", "").is_none());
        assert!(
            of(Kind::Task, "01.toml", "").is_some(),
            "old files may lack keys"
        );
    }

    #[test]
    fn a_report_in_part_says_so() {
        let card = "title = \"甲\"\nincomplete = true\ndraft = true\n";
        let read = of(Kind::Disclosure, "disclosure.toml", card).unwrap();
        assert_eq!(
            said(&read),
            [
                ("title", &text("甲")),
                ("incomplete", &text("true")),
                ("draft", &text("true"))
            ]
        );
    }
}

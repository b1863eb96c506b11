//! Private texts: numbers and addresses of persons in what becomes public, attached files among it.
//!
//! What is found is told with most of it masked, and hidden in every output: see
//! [`Sources::hide`]. Words alone, such as a name beside an illness, are for people to see.

mod address;
mod attached;
mod bank;
mod folded;
mod found;
mod hidden;
mod identity;
mod mail;
mod metadata;
mod mobile;
mod passport;
mod plate;
mod runs;
mod scan;
mod table;
#[cfg(test)]
mod tests;
mod texts;
mod unreadable;
mod words;

use std::borrow::Cow;
use std::collections::BTreeSet;

use jiff::civil::Date;

pub use self::attached::ReadAttachment;

use self::found::{Found, Known};
use self::texts::{Public, Where};
use super::Subject;
use super::rule::{Rule, Source, law};
use crate::diagnostic::{Faults, Sources, Span};
use crate::model::{Prose, Settings};
use crate::say;

pub(super) const RULES: &[Rule] = &[
    identity::NUMBER,
    identity::LIKE,
    identity::AMBIGUOUS,
    mobile::RULE,
    bank::CARD,
    bank::ACCOUNT,
    mail::RULE,
    plate::RULE,
    passport::RULE,
    address::RULE,
    metadata::RULE,
    hidden::RULE,
    unreadable::RULE,
];

const PERSONAL: Source = law(
    "《政府信息公开条例》第十五条，《个人信息保护法》第二十五条",
    "Regulation on Open Government Information, article 15; Personal Information Protection Law, article 25",
);

const SENSITIVE: Source = law(
    "《政府信息公开条例》第十五条，《个人信息保护法》第二十八条",
    "Regulation on Open Government Information, article 15; Personal Information Protection Law, article 28",
);

/// What must be known to scan the texts of a site.
fn known(settings: &Settings, as_of: Date) -> Known {
    let host = settings.domain();
    let mut known = Known {
        as_of,
        domain: host.strip_prefix("www.").unwrap_or(host).to_lowercase(),
        contacts: BTreeSet::new(),
    };
    let contact = settings.foot.value().and_then(|foot| foot.contact.value());
    let contact = contact.map(|contact| scan::scan(contact, &known));
    known.contacts = contact.into_iter().flatten().map(|c| c.plain).collect();
    known
}

/// Finds private texts outside of the site as it is: in what it said before.
#[derive(Clone, Debug)]
pub struct Privacy(Known);

impl Default for Privacy {
    /// Where nothing is known that is meant to be public.
    fn default() -> Self {
        Self(Known {
            as_of: Date::MAX,
            domain: String::new(),
            contacts: BTreeSet::new(),
        })
    }
}

impl Privacy {
    /// By what a site's settings say is meant to be public.
    #[must_use]
    pub fn new(settings: &Settings) -> Self {
        Self(known(settings, Date::MAX))
    }

    /// A text with most of what is private in it masked, as in findings.
    #[must_use]
    pub fn mask<'t>(&self, text: &'t str) -> Cow<'t, str> {
        self.replace(text, &|found| Some(found.mask.clone()))
    }

    /// What is private in a text, as it is compared.
    #[must_use]
    pub fn found(&self, text: &str) -> BTreeSet<String> {
        let found = scan::scan(text, &self.0);
        found.into_iter().map(|found| found.plain).collect()
    }

    /// A text with `instead` in place of what is private in it, but for what is in `public`.
    #[must_use]
    pub fn hide<'t>(
        &self,
        text: &'t str,
        public: &BTreeSet<String>,
        instead: &str,
    ) -> Cow<'t, str> {
        self.replace(text, &|found| {
            (!public.contains(&found.plain)).then(|| instead.to_owned())
        })
    }

    /// A text with something in place of what is private, where `instead` has it.
    fn replace<'t>(
        &self,
        text: &'t str,
        instead: &dyn Fn(&Found) -> Option<String>,
    ) -> Cow<'t, str> {
        let mut shown = String::new();
        let mut at = 0;
        for found in scan::scan(text, &self.0) {
            let Some(instead) = instead(&found) else {
                continue;
            };
            if let Some(before) = text.get(at..found.range.start) {
                shown.push_str(before);
                shown.push_str(&instead);
            }
            at = at.max(found.range.end);
        }
        if at == 0 {
            return Cow::Borrowed(text);
        }
        shown.push_str(text.get(at..).unwrap_or_default());
        Cow::Owned(shown)
    }
}

pub(super) fn check(subject: Subject<'_>, sources: &mut Sources, faults: &mut Faults) {
    let site = subject.site;
    let known = known(&site.settings, subject.as_of);
    let mut private: Vec<(Public<'_>, Vec<Found>)> = Vec::new();
    texts::each(site, &mut |public| {
        let found = scan::scan(public.text, &known);
        if !found.is_empty() {
            private.push((public, found));
        }
    });
    // Where each stands is asked before anything is hidden.
    let places: Vec<Vec<Span>> = private
        .iter()
        .map(|(public, found)| places(*public, found, sources))
        .collect();
    for ((public, found), places) in private.iter().zip(places) {
        tell(*public, found, &places, sources, faults);
    }
    attached::check(site, &known, subject.read_attachment, sources, faults);
}

/// In a text with escapes, so many at most are told where they stand.
const PLACED: usize = 100;

/// Where what was found stands; the whole text where that is not known.
fn places(public: Public<'_>, found: &[Found], sources: &Sources) -> Vec<Span> {
    let ranges = found.iter().map(|found| &found.range);
    let span = match public.place {
        Where::FileName(span) | Where::UrlName(span) => return ranges.map(|_| span).collect(),
        Where::Prose(prose) if prose.start.is_some() => {
            return ranges.map(|range| prose.place(range.clone())).collect();
        }
        Where::Prose(Prose { span, .. }) => *span,
        Where::Line(span) => span,
    };
    // Each takes a walk over the text.
    if found.len() > PLACED {
        return ranges.map(|_| span).collect();
    }
    let source = sources.text(span);
    let part = |range| texts::part(span, &source, public.text, range).unwrap_or(span);
    ranges.map(part).collect()
}

fn tell(
    public: Public<'_>,
    found: &[Found],
    places: &[Span],
    sources: &mut Sources,
    faults: &mut Faults,
) {
    let whence = match public.place {
        Where::FileName(_) => Some(say!("附件的文件名", "the name of an attached file")),
        Where::UrlName(_) => Some(say!("网址里的名字", "a name in a URL")),
        Where::Line(_) | Where::Prose(_) => None,
    };
    for found in found {
        sources.hide_text(&found.original, &found.mask);
        sources.hide_text(&found.plain, &found.mask);
    }
    for (found, place) in found.iter().zip(places) {
        let is_exact = place.range().len() == found.original.len();
        if whence.is_some() {
            // The name does not stand there.
        } else if is_exact {
            sources.hide(*place, &found.mask);
        } else {
            // The whole text stands there, written with escapes.
            let mask = sources.veiled(public.text).into_owned();
            sources.hide(*place, &mask);
        }
        faults.push(found.finding(whence.as_ref()).at(*place));
    }
}

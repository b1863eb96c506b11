//! Index numbers.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Faults};
use crate::model::{Check, IndexNumber, Located, Prefix, Shape, Site};
use crate::say;

pub(super) fn check(site: &Site, faults: &mut Faults) {
    let own = own_prefix(site);
    let mut seen: BTreeMap<String, &Located<IndexNumber>> = BTreeMap::new();
    let mut numbers: Vec<_> = site
        .home
        .all_disclosures()
        .map(|disclosure| &disclosure.card.index_number)
        .collect();
    // The first of two equal ones is the first in the tree, whatever its date.
    numbers.sort_by_key(|number| number.span);
    for number in numbers {
        duplicate(number, &mut seen, faults);
        check_character(number, own.as_ref(), faults);
        shape(number, faults);
    }
}

/// The prefix of the office, if it has one whose own check character is right: a few early codes
/// fail the check, and their offices must still be able to publish.
fn own_prefix(site: &Site) -> Option<Prefix> {
    let text = site.settings.organisation.index_prefix.as_ref()?;
    let sample = IndexNumber::parse(&format!("{}/2000-00001", text.value)).ok()?;
    (sample.check() == Check::Right).then(|| sample.prefix())
}

/// `index-number/duplicate`: an index number names one disclosure (条例 article 12).
fn duplicate<'a>(
    number: &'a Located<IndexNumber>,
    seen: &mut BTreeMap<String, &'a Located<IndexNumber>>,
    faults: &mut Faults,
) {
    let text = &number.value;
    if let Some(first) = seen.get(&text.normal()) {
        faults.push(
            Diagnostic::error(
                "index-number/duplicate",
                say!(
                    "索引号 `{text}` 用了两次",
                    "the index number `{text}` is used twice"
                ),
            )
            .at(number.span)
            .related(first.span, say!("第一次在这里", "it is first used here")),
        );
        return;
    }
    seen.insert(text.normal(), number);
}

/// `index-number/check-character`: the check character of GB 11714 or GB 32100. An error in the
/// office's own code, a warning in others, as some early codes are known to fail.
fn check_character(number: &Located<IndexNumber>, own: Option<&Prefix>, faults: &mut Faults) {
    let Check::Wrong { found, expected } = number.value.check() else {
        return;
    };
    let message = say!(
        "索引号的校验码不对：是 `{found}`，应为 `{expected}`",
        "wrong check character in the index number: `{found}` should be `{expected}`"
    );
    let code = "index-number/check-character";
    let fault = if own.is_some_and(|own| same_body(own, &number.value.prefix())) {
        Diagnostic::error(code, message).hint(say!(
            "对照 `site.toml` 里的 `index_prefix` 检查前缀",
            "compare the prefix with `index_prefix` in `site.toml`"
        ))
    } else {
        Diagnostic::warning(code, message)
    };
    faults.push(fault.at(number.span));
}

/// Whether two prefixes are the same code but for the check character.
fn same_body(a: &Prefix, b: &Prefix) -> bool {
    match (a, b) {
        (Prefix::Org(a), Prefix::Org(b)) => a.body() == b.body(),
        (Prefix::Credit(a), Prefix::Credit(b)) => a.body() == b.body(),
        _ => false,
    }
}

/// `index-number/shape`: there is no national syntax, so an unknown shape is only worth a warning.
fn shape(number: &Located<IndexNumber>, faults: &mut Faults) {
    if number.value.shape() != Shape::Unknown {
        return;
    }
    let text = &number.value;
    faults.push(
        Diagnostic::warning(
            "index-number/shape",
            say!(
                "索引号 `{text}` 不是已知的格式",
                "the index number `{text}` has no known shape"
            ),
        )
        .at(number.span)
        .hint(say!(
            "常见的格式如 `K1493206-6/2020-11938`；检查连字符是否为半角",
            "a common shape is `K1493206-6/2020-11938`; check that its hyphens are plain ones"
        )),
    );
}

//! Index numbers.

use std::collections::BTreeMap;

use super::example::CARD;
use super::example::Example::{Edit, Files};
use super::rule::{Rule, Standing, Weight, both, custom, law, standard};
use crate::diagnostic::Faults;
use crate::model::{Check, IndexNumber, Located, Prefix, Shape, Site};
use crate::say;

pub(super) const RULES: &[Rule] = &[DUPLICATE, CHECK_CHARACTER, OWN_CHECK_CHARACTER, SHAPE];

/// The number in the index card of the examples.
const NUMBER: &str = "K1493206-6/2020-11938";

/// A second disclosure, whose index number is this.
macro_rules! second {
    ($number:literal) => {
        Files(&[(
            "content/plans/q3/disclosure.toml",
            concat!(
                "title = \"2020年第三季度重点任务执行情况\"\nindex_number = \"",
                $number,
                "\"\npublisher = \"区府办\"\nsummary = \"各项重点任务的进展。\"\nperiod = \"2020-Q3\"\n",
                "created = 2020-07-23\npublished = 2020-07-23T09:00:00\nmode = \"主动公开\"\n",
                "body = \"各项工作按计划推进。\"\n"
            ),
        )])
    };
}

/// An index card with this number, on a site that states no prefix of its own.
macro_rules! elsewhere {
    ($number:literal) => {
        Files(&[
            (
                "content/plans/q2/disclosure.toml",
                concat!(
                    "title = \"重点任务执行情况\"\nindex_number = \"",
                    $number,
                    "\"\npublisher = \"区府办\"\nsummary = \"各项重点任务的进展。\"\n",
                    "published = 2020-07-22\nmode = \"主动公开\"\n"
                ),
            ),
            (
                "site.toml",
                "name = \"示例\"\nbase_url = \"https://www.example.gov.cn/\"\n\n[organisation]\nname = \"示例单位\"\n\n[check.levels]\n\"site/foot\" = \"off\"\n\"site/statutory-column\" = \"off\"\n",
            ),
        ])
    };
}

const DUPLICATE: Rule = Rule {
    code: "index-number/duplicate",
    weight: Weight::Error,
    standing: Standing::Fixed,
    source: law(
        "《政府信息公开条例》第十二条",
        "article 12 of the Regulations on Open Government Information",
    ),
    asks: both(
        "一个索引号只用于一条公开信息。",
        "An index number names one disclosure.",
    ),
    fault: second!("k1493206-6/2020-11938"),
    clean: &[
        second!("K1493206-6/2020-11939"),
        second!("K1493206-6/2020-11983"),
        second!("K1493206-6/202007-11938"),
    ],
};

const CHECK_CHARACTER: Rule = Rule {
    code: "index-number/check-character",
    weight: Weight::Warning,
    standing: Standing::Fixed,
    source: standard("GB 11714、GB 32100", "GB 11714 and GB 32100"),
    asks: both(
        "索引号开头的机构代码或统一社会信用代码校验位正确；早期的个别代码本身不合规则，所以只是警告。",
        "The code that an index number starts with has the right check character. A few early codes are known to fail, so it is a warning.",
    ),
    fault: elsewhere!("00729260-7/2020-00110"),
    clean: &[
        elsewhere!("01527918-X/2020-00110"),
        elsewhere!("11341700003244967K/202012-00140"),
        elsewhere!("20200722-189769"),
    ],
};

const OWN_CHECK_CHARACTER: Rule = Rule {
    code: "index-number/own-check-character",
    weight: Weight::Error,
    standing: Standing::Fixed,
    source: standard("GB 11714、GB 32100", "GB 11714 and GB 32100"),
    asks: both(
        "本机关（`index_prefix`）的代码在索引号里校验位也要正确。",
        "In index numbers with the office's own code, `index_prefix`, its check character is right, too.",
    ),
    fault: Edit(CARD, NUMBER, "K1493206-7/2020-11938"),
    clean: &[
        Edit(CARD, NUMBER, "K1493206-6/2020-00110"),
        Edit(CARD, NUMBER, "K14932066/2020-11938"),
        elsewhere!("00001434-9/2020-00110"),
    ],
};

const SHAPE: Rule = Rule {
    code: "index-number/shape",
    weight: Weight::Warning,
    standing: Standing::Optional,
    source: custom(
        "全国没有统一的索引号格式；各地在用的格式",
        "there is no national syntax; the forms in use",
    ),
    asks: both(
        "索引号是某种已知的格式。",
        "An index number has one of the known forms.",
    ),
    fault: Edit(CARD, NUMBER, "拱墅-第3号"),
    clean: &[
        Edit(CARD, NUMBER, "K14932066/2020-11938"),
        Edit(CARD, NUMBER, "K14932066-2020-153077"),
        Edit(CARD, NUMBER, "GSD0122-A01-2020-00012"),
    ],
};

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

/// `index-number/duplicate`.
fn duplicate<'a>(
    number: &'a Located<IndexNumber>,
    seen: &mut BTreeMap<String, &'a Located<IndexNumber>>,
    faults: &mut Faults,
) {
    let text = &number.value;
    if let Some(first) = seen.get(&text.normal()) {
        faults.push(
            DUPLICATE
                .finding(say!(
                    "索引号 `{text}` 用了两次",
                    "the index number `{text}` is used twice"
                ))
                .at(number.span)
                .related(first.span, say!("第一次在这里", "it is first used here")),
        );
        return;
    }
    seen.insert(text.normal(), number);
}

/// `index-number/check-character`, or `index-number/own-check-character` in the office's own code.
fn check_character(number: &Located<IndexNumber>, own: Option<&Prefix>, faults: &mut Faults) {
    let Check::Wrong { found, expected } = number.value.check() else {
        return;
    };
    let message = say!(
        "索引号的校验码不对：是 `{found}`，应为 `{expected}`",
        "wrong check character in the index number: `{found}` should be `{expected}`"
    );
    let fault = if own.is_some_and(|own| same_body(own, &number.value.prefix())) {
        OWN_CHECK_CHARACTER.finding(message).hint(say!(
            "对照 `site.toml` 里的 `index_prefix` 检查前缀",
            "compare the prefix with `index_prefix` in `site.toml`"
        ))
    } else {
        CHECK_CHARACTER.finding(message)
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

/// `index-number/shape`.
fn shape(number: &Located<IndexNumber>, faults: &mut Faults) {
    if number.value.shape() != Shape::Unknown {
        return;
    }
    let text = &number.value;
    faults.push(
        SHAPE
            .finding(say!(
                "索引号 `{text}` 不是已知的格式",
                "the index number `{text}` has no known shape"
            ))
            .at(number.span)
            .hint(say!(
                "常见的格式如 `K1493206-6/2020-11938`；检查连字符是否为半角",
                "a common shape is `K1493206-6/2020-11938`; check that its hyphens are plain ones"
            )),
    );
}

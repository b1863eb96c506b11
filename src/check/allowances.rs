//! Findings that somebody has looked at and found to be right: `[[check.allow]]` of `site.toml`.

use super::example::Example::{Files, Settings};
use super::rule::{Rule, Standing, Weight, both, custom};
use super::{levels, rules};
use crate::diagnostic::{Allowed, Faults, Fingerprint, Message, Place, Sources, did_you_mean};
use crate::model::{Allowance, Located, Site};
use crate::say;

pub(super) const RULES: &[Rule] = &[UNUSED, MISSING_FILE];

pub(super) const UNUSED: Rule = Rule {
    code: "check/unused-allowance",
    weight: Weight::Warning,
    standing: Standing::Fixed,
    source: custom(
        "不再需要的认可会放过以后的错误",
        "an allowance that is no longer needed would let later faults pass",
    ),
    asks: both(
        "`[[check.allow]]` 的每一项都应对应一处检查结果。",
        "Every `[[check.allow]]` should match a finding.",
    ),
    fault: Settings(
        "[[check.allow]]\nrule = \"index-number/shape\"\nfile = \"content/plans/q2/disclosure.toml\"\nreason = \"本机关的编号规则\"",
    ),
    clean: &[
        Files(&[
            ("content/plans/q2/disclosure.toml", SHAPE),
            ("site.toml", ALLOWED),
        ]),
        Files(&[
            ("content/plans/q2/disclosure.toml", SHAPE),
            ("site.toml", ALLOWED_ONE),
        ]),
        Settings("[check.levels]\n\"index-number/shape\" = \"off\""),
    ],
};

const MISSING_FILE: Rule = Rule {
    code: "check/missing-file",
    weight: Weight::Error,
    standing: Standing::Fixed,
    source: custom(
        "写错文件名的认可会被误以为有效",
        "an allowance with a slip in its file would be believed to work",
    ),
    asks: both(
        "`[[check.allow]]` 的 `file` 必须是存在的文件，按检查结果显示的写法。",
        "The `file` of an `[[check.allow]]` must be there, written as findings show it.",
    ),
    fault: Settings(
        "[[check.allow]]\nrule = \"index-number/shape\"\nfile = \"content/plans/q2/disclosur.toml\"\nreason = \"本机关的编号规则\"",
    ),
    clean: &[
        Files(&[
            ("content/plans/q2/disclosure.toml", SHAPE),
            ("site.toml", ALLOWED),
        ]),
        Files(&[
            ("content/plans/q2/disclosure.toml", SHAPE),
            ("site.toml", ALLOWED_ONE),
        ]),
        Settings("[check]\nprofile = \"general\""),
    ],
};

/// An index card whose index number has no known shape.
const SHAPE: &str = r#"title = "重点任务执行情况"
index_number = "拱墅-第3号"
published = 2020-07-22
mode = "主动公开"
"#;

macro_rules! allowing {
    ($more:literal) => {
        concat!(
            "name = \"示例\"\nbase_url = \"https://www.example.gov.cn/\"\n\n[organisation]\nname = \"示例单位\"\n\n\
             [check.levels]\n\"site/foot\" = \"off\"\n\"site/statutory-column\" = \"off\"\n\n\
             [[check.allow]]\nrule = \"index-number/shape\"\nfile = \"content/plans/q2/disclosure.toml\"\n",
            $more,
            "reason = \"本机关的编号规则\"\n"
        )
    };
}
const ALLOWED: &str = allowing!("");
const ALLOWED_ONE: &str = allowing!("finding = \"a345486a\"\n");

/// Parts the findings into those that stand and those that are allowed. Allowances that cannot be are
/// told; so are those that match nothing, of rules that were run over all content.
pub(super) fn apply(
    site: &Site,
    sources: &Sources,
    was_run: impl Fn(&str) -> bool,
    faults: Faults,
) -> (Faults, Vec<Allowed>) {
    let mut told = Faults::new();
    let mut usable: Vec<(&Located<Allowance>, bool)> = Vec::new();
    for allowance in &site.settings.checking.allow {
        match refusal(&allowance.value, sources) {
            Some(fault) => told.push(fault),
            None => usable.push((allowance, false)),
        }
    }
    let mut allowed = Vec::new();
    for fault in faults {
        let path = fault.place.as_ref().map(|place| place.path(sources));
        let mut fingerprint = None;
        let mut reason = None;
        for (allowance, is_used) in &mut usable {
            let Allowance {
                rule,
                file,
                finding,
                ..
            } = &allowance.value;
            if rule.value.as_ref() != fault.code || Some(file.value.as_ref()) != path {
                continue;
            }
            let matches = finding.as_ref().is_none_or(|wanted| {
                // Read from the file only where it is asked for.
                let own = fingerprint.get_or_insert_with(|| Fingerprint::of(&fault, sources));
                wanted.value == *own
            });
            if matches {
                *is_used = true;
                reason.get_or_insert(&allowance.value.reason.value);
            }
        }
        match reason {
            Some(reason) => allowed.push(Allowed {
                finding: fault,
                reason: reason.clone(),
            }),
            None => told.push(fault),
        }
    }
    let is_unused = |(allowance, is_used): &&(&Located<Allowance>, bool)| {
        !is_used && was_run(allowance.value.rule.value.as_ref())
    };
    told.extend(usable.iter().filter(is_unused).map(|(allowance, _)| {
        UNUSED
            .finding(say!(
                "没有检查结果与这项认可对应",
                "no finding matches this allowance"
            ))
            .at(allowance.span)
            .hint(say!(
                "不再需要就删掉",
                "take it out if it is no longer needed"
            ))
    }));
    (told, allowed)
}

/// Why an allowance cannot be.
fn refusal(allowance: &Allowance, sources: &Sources) -> Option<crate::diagnostic::Diagnostic> {
    let name = allowance.rule.value.as_ref();
    let Some(rule) = rules::find(name) else {
        return Some(levels::unknown(name).at(allowance.rule.span));
    };
    if !rule.can_be_allowed() {
        let what = say!(
            "规则 `{name}` 的结果不能认可",
            "findings of the rule `{name}` cannot be allowed"
        );
        return Some(levels::fixed(what).at(allowance.rule.span));
    }
    if !rules::is_optional(rule) && allowance.finding.is_none() {
        let what = say!(
            "规则 `{name}` 只能逐处认可",
            "of the rule `{name}` only single findings can be allowed"
        );
        let fault = levels::fixed(what).at(allowance.rule.span);
        return Some(fault.hint(say!(
            "加上 `finding = \"…\"`：`gongkai check` 在每处结果后面写有编号",
            "add `finding = \"…\"`, the digits that `gongkai check` tells with each finding"
        )));
    }
    let file = allowance.file.value.as_ref();
    if exists(file, sources) {
        return None;
    }
    let fault = MISSING_FILE
        .finding(say!("没有文件 `{file}`", "there is no file `{file}`"))
        .at(Place::from(allowance.file.span));
    Some(fault.hint(nearest(file, sources)))
}

/// Whether a path is that of a file, or of a folder in which there is one.
fn exists(path: &str, sources: &Sources) -> bool {
    sources.paths().any(|known| {
        known
            .strip_prefix(path)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    })
}

fn nearest(path: &str, sources: &Sources) -> Message {
    did_you_mean(path, sources.paths()).map_or_else(
        || {
            say!(
                "写检查结果里显示的路径，如 `content/plans/q2/01/01.toml`",
                "write a path as findings show it, such as `content/plans/q2/01/01.toml`"
            )
        },
        |meant| say!("是否想写 `{meant}`？", "did you mean `{meant}`?"),
    )
}

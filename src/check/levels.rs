//! How much findings weigh: `[check.levels]` of `site.toml`.

use super::example::Example::{Edit, Settings};
use super::rule::{Rule, Standing, Weight, both, custom};
use super::rules;
use crate::diagnostic::{Faults, Severity};
use crate::model::{Checking, Level, Site};
use crate::say;

pub(super) const RULES: &[Rule] = &[UNKNOWN, FIXED];

const UNKNOWN: Rule = Rule {
    code: "check/unknown-rule",
    weight: Weight::Error,
    standing: Standing::Fixed,
    source: custom(
        "写错名字的设置会被误以为有效",
        "a setting with a slip in its name would be believed to work",
    ),
    asks: both(
        "`[check.levels]` 和 `[[check.allow]]` 写的必须是存在的规则。",
        "What `[check.levels]` and `[[check.allow]]` name must be rules.",
    ),
    fault: Settings("[check.levels]\n\"site/feet\" = \"off\""),
    clean: &[
        Settings("[check.levels]\n\"site/foot\" = \"off\""),
        Settings("[check.levels]\n\"index-number/shape\" = \"error\""),
        Settings("[check]\nprofile = \"gov\""),
    ],
};

const FIXED: Rule = Rule {
    code: "check/fixed-rule",
    weight: Weight::Error,
    standing: Standing::Fixed,
    source: custom(
        "出自法规、标准或数据本身的规则对所有网站都成立",
        "a rule that follows from a law, a standard or the data itself holds for every site",
    ),
    asks: both(
        "固定的规则不能关掉或降级，只能逐处认可；`check/` 开头的规则也不能认可。",
        "A fixed rule cannot be lowered or switched off, only single findings of it can be allowed, and none of those that start with `check/`.",
    ),
    fault: Settings("[check.levels]\n\"mode/not-public\" = \"warning\""),
    clean: &[
        Settings("[check.levels]\n\"mode/not-public\" = \"error\""),
        Settings("[check.levels]\n\"site/statutory-column\" = \"off\""),
        Edit(
            "site.toml",
            "[foot]",
            "[check.levels]\n\"index-number/shape\" = \"off\"\n\n[foot]",
        ),
    ],
};

/// The findings with the severity that the site gives them, without those of rules that are off.
pub(super) fn apply(checking: &Checking, faults: Faults) -> Faults {
    faults
        .into_iter()
        .filter_map(|mut fault| {
            if let Some(rule) = rules::find(fault.code) {
                fault.severity = severity(checking, rule)?;
            }
            Some(fault)
        })
        .collect()
}

/// How much the findings of a rule weigh on a site; none if it is off.
#[must_use]
pub fn severity(checking: &Checking, rule: &Rule) -> Option<Severity> {
    let default = rule.weight.severity(checking.profile);
    let mut levels = checking.levels.0.iter();
    let Some(set) = levels.find(|level| level.rule.value.as_ref() == rule.code) else {
        return Some(default);
    };
    if is_refused(rule, default, set.level.value) {
        return Some(default);
    }
    set.level.value.severity()
}

/// A fixed rule may weigh more, never less.
fn is_refused(rule: &Rule, default: Severity, level: Level) -> bool {
    rule.standing == Standing::Fixed && level.severity().is_none_or(|set| set > default)
}

/// Tells the settings that have no effect.
pub(super) fn check(site: &Site, faults: &mut Faults) {
    let checking = &site.settings.checking;
    for level in &checking.levels.0 {
        let name = level.rule.value.as_ref();
        let Some(rule) = rules::find(name) else {
            faults.push(unknown(name).at(level.rule.span));
            continue;
        };
        let default = rule.weight.severity(checking.profile);
        if !is_refused(rule, default, level.level.value) {
            continue;
        }
        let what = match level.level.value {
            Level::Off => say!(
                "规则 `{name}` 不能关掉",
                "the rule `{name}` cannot be switched off"
            ),
            Level::Warning | Level::Error => say!(
                "规则 `{name}` 不能降级",
                "the rule `{name}` cannot be lowered"
            ),
        };
        let fault = FIXED.finding(what).at(level.rule.span);
        faults.push(fault.hint(say!(
            "可用 `[[check.allow]]` 认可某一处并写明理由",
            "a single finding can be allowed with `[[check.allow]]` and a reason"
        )));
    }
}

/// A finding about a name that is no rule's.
pub(super) fn unknown(name: &str) -> crate::diagnostic::Diagnostic {
    UNKNOWN
        .finding(say!("没有规则 `{name}`", "there is no rule `{name}`"))
        .hint(rules::suggestion(name, |_| true))
}

/// A finding about a rule of which not all findings may be allowed.
pub(super) fn fixed(message: crate::diagnostic::Message) -> crate::diagnostic::Diagnostic {
    FIXED.finding(message)
}

use serde_json::json;

use super::Value;
use crate::content::fields::Input;
use crate::diagnostic::{Diagnostic, Faults, Message};
use crate::model::{Level, LevelOf, Levels, Located};
use crate::say;

/// A table whose keys are the codes of rules. Which rules there are is for `check` to say.
impl Value for Levels {
    fn expected() -> Message {
        say!("表", "a table")
    }
    fn example() -> &'static str {
        "{ \"site/foot\" = \"off\" }"
    }
    fn schema() -> serde_json::Value {
        json!({"type": "object", "additionalProperties": {"enum": Level::ALL.map(Level::word)}})
    }
    fn read(input: Input<'_, '_>, faults: &mut Faults) -> Option<Self> {
        let Some(table) = input.value.as_table() else {
            input.wrong_type::<Self>(faults);
            return None;
        };
        let mut levels = Vec::new();
        for (key, value) in table.iter() {
            let span = input.origin.span(value.span());
            let word = value.get_ref().as_str();
            let level = Level::ALL.into_iter().find(|l| word == Some(l.word()));
            let Some(level) = level else {
                let rule = key.get_ref();
                faults.push(
                    Diagnostic::error(
                        "content/bad-value",
                        say!(
                            "规则 `{rule}` 的级别应为 off、warning 或 error",
                            "the level of the rule `{rule}` must be off, warning or error"
                        ),
                    )
                    .at(span)
                    .hint(say!(
                        "例如 `\"{rule}\" = \"off\"`",
                        "for example `\"{rule}\" = \"off\"`"
                    )),
                );
                continue;
            };
            levels.push(LevelOf {
                rule: Located {
                    value: key.get_ref().as_ref().into(),
                    span: input.origin.span(key.span()),
                },
                level: Located { value: level, span },
            });
        }
        levels.sort_by_key(|level| level.rule.span);
        Some(Self(levels))
    }
}

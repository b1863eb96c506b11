//! `gongkai check --explain`.

use std::io;

use serde_json::{Value, json};

use super::exit::Exit;
use super::output::{Format, Output};
use crate::check::{Example, Rule, Standing, Weight, rules};
use crate::diagnostic::{Diagnostic, Message};
use crate::model::Profile;
use crate::say;

/// What names all rules in place of one.
const LIST: &str = "list";

/// Explains a rule, or lists all.
pub(super) fn run(name: &str, output: &Output) -> io::Result<Exit> {
    let found: Vec<&Rule> = match rules::find(name) {
        Some(rule) => vec![rule],
        None if name == LIST => rules::all(),
        None => {
            let fault = Diagnostic::error(
                "usage",
                say!("没有规则 `{name}`", "there is no rule `{name}`"),
            );
            let hint = rules::suggestion(name, |_| true);
            return output.stopped(&fault.hint(hint).into());
        }
    };
    if output.format != Format::Human {
        let rules: Vec<Value> = found.into_iter().map(as_json).collect();
        output.value(&json!({"rules": rules}))?;
    } else if name == LIST {
        list(&found, output)?;
    } else {
        for rule in found {
            explain(rule, output)?;
        }
    }
    Ok(Exit::Done)
}

/// All rules by family, a line each.
fn list(all: &[&Rule], output: &Output) -> io::Result<()> {
    let width = all.iter().map(|rule| rule.code.len()).max().unwrap_or(0);
    let mut family = "";
    for rule in all {
        if rule.family() != family {
            family = rule.family();
            output.result(&say!("\n{family}", "\n{family}"))?;
        }
        let code = rule.code;
        let level = level(rule);
        let (zh, en) = (rule.asks.zh, rule.asks.en);
        let (level_zh, level_en) = (level.zh, level.en);
        output.result(&say!(
            "  {code:width$}  {level_zh}  {zh}",
            "  {code:width$}  {level_en}  {en}"
        ))?;
    }
    Ok(())
}

/// How much its findings weigh by default.
fn level(rule: &Rule) -> Message {
    match rule.weight {
        Weight::Error => say!("错误", "error"),
        Weight::Warning => say!("警告", "warning"),
        Weight::ErrorInGov => say!(
            "警告（profile = \"gov\" 时为错误）",
            "warning (error in profile gov)"
        ),
    }
}

fn explain(rule: &Rule, output: &Output) -> io::Result<()> {
    let code = rule.code;
    let level = level(rule);
    let source = rule.source.message();
    let (asks_zh, asks_en) = (rule.asks.zh, rule.asks.en);
    let (level_zh, level_en) = (level.zh, level.en);
    let (source_zh, source_en) = (source.zh, source.en);
    output.result(&say!(
        "{code}\n\n{asks_zh}\n\n来源：{source_zh}\n级别：{level_zh}",
        "{code}\n\n{asks_en}\n\nSource: {source_en}\nLevel: {level_en}"
    ))?;
    let set = settings(rule);
    output.result(&set)?;
    let heads = [
        (say!("会报告", "Found"), std::slice::from_ref(&rule.fault)),
        (say!("不会报告", "Not found"), rule.clean),
    ];
    for (head, examples) in heads {
        for example in examples {
            let (zh, en) = (&head.zh, &head.en);
            output.result(&say!("\n{zh}：", "\n{en}:"))?;
            output.raw(&shown(example))?;
        }
    }
    Ok(())
}

/// How a site sets the level of a rule, or allows what it finds.
fn settings(rule: &Rule) -> Message {
    let code = rule.code;
    let level = match rule.standing {
        Standing::Optional => say!(
            "在 site.toml 里设定级别（off、warning、error）：\n\n  [check.levels]\n  \"{code}\" = \"off\"",
            "Its level is set in site.toml (off, warning, error):\n\n  [check.levels]\n  \"{code}\" = \"off\""
        ),
        Standing::Fixed => say!(
            "固定的规则：不能关掉或降级。",
            "A fixed rule: it cannot be switched off or lowered."
        ),
    };
    if !rule.can_be_allowed() {
        return level;
    }
    let finding = match rule.standing {
        Standing::Optional => say!(
            "# finding = \"…\"   # 只认可这一处：结果后面的编号",
            "# finding = \"…\"   # only this one: the digits told with it"
        ),
        Standing::Fixed => say!(
            "finding = \"…\"     # 结果后面的编号",
            "finding = \"…\"     # the digits told with the finding"
        ),
    };
    let (zh, en) = (level.zh, level.en);
    let (finding_zh, finding_en) = (finding.zh, finding.en);
    say!(
        "{zh}\n\n认可看过的结果：\n\n  [[check.allow]]\n  rule = \"{code}\"\n  file = \"content/…\"\n  {finding_zh}\n  reason = \"…\"",
        "{en}\n\nA finding that you have looked at is allowed so:\n\n  [[check.allow]]\n  rule = \"{code}\"\n  file = \"content/…\"\n  {finding_en}\n  reason = \"…\""
    )
}

/// An example as it would stand in a file.
fn shown(example: &Example) -> String {
    let indented = |text: &str, mark: &str| -> String {
        let lines = text.lines().map(|line| format!("  {mark}{line}\n"));
        lines.collect()
    };
    match *example {
        Example::Progress(text) | Example::Title(text) | Example::Body(text) => indented(text, ""),
        Example::Task(lines) | Example::Card(lines) | Example::Settings(lines) => {
            indented(lines, "")
        }
        Example::Edit(path, from, to) => {
            let (from, to) = (indented(from, "- "), indented(to, "+ "));
            format!("  {path}\n{from}{to}")
        }
        Example::Files(files) => {
            let file = |(path, text): &(&str, &str)| format!("  {path}\n{}", indented(text, "  "));
            files.iter().map(file).collect()
        }
    }
}

fn as_json(rule: &Rule) -> Value {
    let both = |message: Message| json!({"zh": message.zh, "en": message.en});
    let files = |example: &Example| -> Value {
        let files = example.files().into_iter();
        files
            .map(|(path, text)| (path.to_owned(), text.into()))
            .collect::<serde_json::Map<_, Value>>()
            .into()
    };
    json!({
        "code": rule.code,
        "level": rule.weight.severity(Profile::General),
        "level_in_gov": rule.weight.severity(Profile::Gov),
        "fixed": rule.standing == Standing::Fixed,
        "source": both(rule.source.message()),
        "asks": both(rule.asks.message()),
        "fault": files(&rule.fault),
        "clean": rule.clean.iter().map(files).collect::<Vec<_>>(),
    })
}

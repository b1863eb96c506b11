//! Asks about a conflict on the terminal.

use std::io::{self, BufRead};

use crate::check::Privacy;
use crate::cli::output::Output;
use crate::collect::{Choice, Question};
use crate::diagnostic::Sources;
use crate::say;

/// Shows a conflict and reads what is decided; when nothing more can be read, it stays open.
pub(super) fn ask(
    question: &Question<'_>,
    sources: &Sources,
    privacy: &Privacy,
    output: &Output,
) -> io::Result<Choice> {
    output.noted(question.finding, sources)?;
    if let Some(task) = question.task {
        output.note(&say!("任务：{task}", "task: {task}"))?;
    }
    if let Some(ours) = &question.ours {
        let ours = privacy.mask(ours);
        output.note(&say!(
            "  k  保留现有内容：{ours}",
            "  k  keep what the content says: {ours}"
        ))?;
    } else {
        output.note(&say!(
            "  k  不采用，以后不再问",
            "  k  take none, and do not ask again"
        ))?;
    }
    for (number, reply) in (1..).zip(question.replies) {
        let (who, text) = (&reply.who, privacy.mask(&reply.text));
        output.note(&say!(
            "  {number}  采用 {who}：{text}",
            "  {number}  take {who}: {text}"
        ))?;
    }
    if question.both {
        output.note(&say!(
            "  b  都写上，先牵头单位",
            "  b  write all, the lead's first"
        ))?;
    }
    output.note(&say!("  s  暂不处理", "  s  leave it open"))?;
    let proposed = question.proposed.map(|at| at + 1);
    match proposed {
        Some(number) => output.note(&say!(
            "选择（直接回车＝{number}）：",
            "your choice (enter alone is {number}):"
        ))?,
        None => output.note(&say!(
            "选择（直接回车＝s）：",
            "your choice (enter alone is s):"
        ))?,
    }
    loop {
        let mut line = String::new();
        if io::stdin().lock().read_line(&mut line)? == 0 {
            return Ok(Choice::Skip);
        }
        let choice = match line.trim() {
            "" => Some(question.proposed.map_or(Choice::Skip, Choice::Take)),
            "k" => Some(Choice::Keep),
            "s" => Some(Choice::Skip),
            "b" if question.both => Some(Choice::Both),
            number => number
                .parse::<usize>()
                .ok()
                .and_then(|number| number.checked_sub(1))
                .filter(|at| *at < question.replies.len())
                .map(Choice::Take),
        };
        match choice {
            Some(choice) => return Ok(choice),
            None => output.note(&say!(
                "请输入上面列出的一个字母或数字：",
                "type one of the letters or numbers above:"
            ))?,
        }
    }
}

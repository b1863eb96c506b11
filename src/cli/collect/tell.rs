//! What a merge did, for people and for programs.

use std::io;

use serde_json::{Value, json};

use crate::check::Privacy;
use crate::cli::output::Output;
use crate::collect::{Field, FieldChange, Merge, Status, TaskChange, UnitReport};
use crate::diagnostic::{Lang, Message};
use crate::say;

/// Tells it in plain words.
pub(super) fn human(
    merged: &Merge,
    is_dry: bool,
    is_written: bool,
    privacy: &Privacy,
    output: &Output,
) -> io::Result<()> {
    for task in &merged.tasks {
        changed(task, is_dry, privacy, output)?;
    }
    units(merged, output)?;
    if !merged.remarks.is_empty() {
        output.result(&say!(
            "各单位的备注（不公开）：",
            "what units told the office (not published):"
        ))?;
    }
    for remark in &merged.remarks {
        let (unit, path) = (&remark.unit, &remark.path);
        let (title, text) = (&remark.title, privacy.mask(&remark.text));
        output.result(&say!(
            "  {unit}，{path} {title}：{text}",
            "  {unit}, {path} {title}: {text}"
        ))?;
    }
    let open = merged.open.len();
    if open > 0 {
        output.result(&say!(
            "待定的冲突 {open} 处，没有写入；看上面的说明，用 `--interactive` 逐个决定",
            "conflicts that are open: {open}; nothing of them is written; decide each with `--interactive`"
        ))?;
    }
    let (tasks, (files, failed)) = (merged.tasks.len(), merged.files);
    output.result(&say!(
        "读了 {files} 个文件，其中 {failed} 个没有采用；改动 {tasks} 项任务",
        "files read: {files}, of which not taken: {failed}; tasks changed: {tasks}"
    ))?;
    if !is_written {
        output.result(&say!("没有写入任何文件", "nothing was written"))?;
    }
    Ok(())
}

fn changed(task: &TaskChange, is_dry: bool, privacy: &Privacy, output: &Output) -> io::Result<()> {
    let (path, title) = (&task.path, &task.title);
    let names = |lang: Lang| {
        let groups = task.fields.chunk_by(|a, b| a.by == b.by);
        let group = |fields: &[FieldChange]| {
            let names: Vec<Message> = fields.iter().map(|field| field.field.name()).collect();
            let names: Vec<&str> = names.iter().map(|name| name.text(lang)).collect();
            let by: &[String] = fields.first().map_or(&[], |field| &field.by);
            match lang {
                Lang::Zh => format!("{}（{}）", names.join("、"), by.join("、")),
                Lang::En => format!("{} ({})", names.join(", "), by.join(", ")),
            }
        };
        let groups: Vec<String> = groups.map(group).collect();
        groups.join(match lang {
            Lang::Zh => "，",
            Lang::En => "; ",
        })
    };
    let (zh, en) = (names(Lang::Zh), names(Lang::En));
    output.result(&say!(
        "更新 {path} {title}：{zh}",
        "update {path} {title}: {en}"
    ))?;
    if !is_dry {
        return Ok(());
    }
    for field in &task.fields {
        let after = field.after.shown(Lang::Zh);
        for line in field.before.iter().flat_map(|before| before.lines()) {
            let line = privacy.mask(line);
            output.result(&say!("    - {line}", "    - {line}"))?;
        }
        for line in after.lines() {
            let line = privacy.mask(line);
            output.result(&say!("    + {line}", "    + {line}"))?;
        }
    }
    Ok(())
}

fn status(unit: &UnitReport) -> Message {
    let day = unit.filled.map(|day| day.to_string()).unwrap_or_default();
    match unit.status {
        Status::InTime => say!("已报（{day}）", "in ({day})"),
        Status::Late => say!("迟报（{day}）", "late ({day})"),
        Status::NotStated => say!("已报（未注明填报日期）", "in (no day stated)"),
        Status::Empty => say!("报来的是空表", "nothing filled in"),
        Status::Unreadable => say!("没有采用（见上面的说明）", "not taken (see above)"),
        Status::Missing => say!("未报", "missing"),
    }
}

fn units(merged: &Merge, output: &Output) -> io::Result<()> {
    for unit in merged.units.iter().filter(|unit| !unit.files.is_empty()) {
        let Message { zh, en } = status(unit);
        let name = &unit.name;
        let UnitReport {
            changed,
            unchanged,
            empty,
            open,
            ..
        } = unit;
        output.result(&say!(
            "{name}：{zh}，更新 {changed} 项，不变 {unchanged} 项，空 {empty} 项，待定 {open} 项",
            "{name}: {en}, updated {changed}, unchanged {unchanged}, empty {empty}, open {open}"
        ))?;
    }
    let asked = || merged.units.iter().filter(|unit| !unit.is_office());
    let named = |wanted: Status| -> Vec<&str> {
        let units = asked().filter(|unit| unit.status == wanted);
        units.map(|unit| unit.name.as_str()).collect()
    };
    for (wanted, zh, en) in [
        (Status::Late, "迟报", "late"),
        (Status::NotStated, "未注明填报日期", "no day stated"),
        (Status::Empty, "报来空表", "nothing filled in"),
        (Status::Unreadable, "报来的没有采用", "came and not taken"),
        (Status::Missing, "未报", "missing"),
    ] {
        let names = named(wanted);
        if !names.is_empty() {
            let (count, list, listed) = (names.len(), names.join("、"), names.join(", "));
            output.result(&say!(
                "{zh} {count} 个单位：{list}",
                "{en}, {count}: {listed}"
            ))?;
        }
    }
    let all = asked().count();
    let came = asked().filter(|unit| unit.is_in()).count();
    output.result(&say!(
        "应报 {all} 个单位，已报 {came} 个",
        "units asked: {all}, in: {came}"
    ))
}

/// The same facts for a program.
pub(super) fn json(merged: &Merge, is_written: bool, privacy: &Privacy) -> Value {
    let mask = |text: &str| privacy.mask(text).into_owned();
    let units = merged.units.iter().map(|unit| {
        json!({
            "id": unit.id,
            "name": unit.name,
            "status": word(unit.status),
            "filled": unit.filled.map(|day| day.to_string()),
            "files": unit.files,
            "asked": unit.asked,
            "changed": unit.changed,
            "unchanged": unit.unchanged,
            "empty": unit.empty,
            "open": unit.open,
        })
    });
    let tasks = merged.tasks.iter().map(|task| {
        let fields = task.fields.iter().map(|field| {
            json!({
                "field": field.field.key(),
                "before": field.before.as_deref().map(mask),
                "after": mask(&field.after.shown(Lang::Zh)),
                "by": field.by,
            })
        });
        json!({
            "path": task.path.as_str(),
            "title": task.title,
            "fields": fields.collect::<Vec<_>>(),
        })
    });
    let open = merged.open.iter().map(|open| {
        json!({
            "code": open.code,
            "path": open.path.as_ref().map(|path| path.as_str()),
            "field": open.field.map(Field::key),
            "units": open.units,
        })
    });
    let remarks = merged.remarks.iter().map(|remark| {
        json!({
            "unit": remark.unit,
            "path": remark.path.as_str(),
            "text": mask(&remark.text),
        })
    });
    json!({
        "merged": is_written,
        "files": merged.files.0,
        "files_not_taken": merged.files.1,
        "units": units.collect::<Vec<_>>(),
        "tasks": tasks.collect::<Vec<_>>(),
        "open": open.collect::<Vec<_>>(),
        "remarks": remarks.collect::<Vec<_>>(),
    })
}

fn word(status: Status) -> &'static str {
    match status {
        Status::InTime => "in",
        Status::Late => "late",
        Status::NotStated => "no-day",
        Status::Empty => "empty",
        Status::Unreadable => "not-taken",
        Status::Missing => "missing",
    }
}

//! `gongkai check --explain-numbers`.

use std::io;
use std::path::Path;

use serde_json::json;

use super::exit::Exit;
use super::output::{Format, Output};
use crate::check::{NumberClaim, number_claims};
use crate::content;
use crate::diagnostic::{LineColumn, Message};
use crate::say;

/// Lists what the tasks of a site say with numbers.
pub(super) fn run(root: &Path, output: &Output) -> io::Result<Exit> {
    let loaded = content::load(root);
    let Some(site) = loaded.site.filter(|_| !loaded.faults.has_errors()) else {
        output.findings(&loaded.faults, &loaded.sources)?;
        return Ok(Exit::of(&loaded.faults, &loaded.sources));
    };
    let claims = number_claims(&site);
    let places = claims.iter().map(|claim| {
        let LineColumn { line, column } = loaded.sources.line_column(claim.span);
        (loaded.sources.shown(claim.span.file), line, column)
    });
    let places = places.zip(&claims);
    if output.format == Format::Human {
        for ((path, line, column), claim) in places {
            let verdict = verdict(claim);
            let (zh, en) = (verdict.zh, verdict.en);
            let (words_zh, words_en) = (&claim.message.zh, &claim.message.en);
            output.result(&say!(
                "{path}:{line}:{column}: {zh}：{words_zh}",
                "{path}:{line}:{column}: {en}: {words_en}"
            ))?;
        }
        let count = |holds| claims.iter().filter(|claim| claim.holds == holds).count();
        let (right, wrong, open) = (count(Some(true)), count(Some(false)), count(None));
        output.result(&say!(
            "对 {right}，错 {wrong}，无法判断 {open}",
            "right: {right}, wrong: {wrong}, not decidable: {open}"
        ))?;
    } else {
        let claims: Vec<_> = places
            .map(|((path, line, column), claim)| {
                json!({
                    "path": path,
                    "line": line,
                    "column": column,
                    "holds": claim.holds,
                    "message": claim.message.text(output.lang),
                })
            })
            .collect();
        output.value(&json!({"claims": claims}))?;
    }
    Ok(Exit::Done)
}

fn verdict(claim: &NumberClaim) -> Message {
    match claim.holds {
        Some(true) => say!("对", "right"),
        Some(false) => say!("错", "wrong"),
        None => say!("无法判断", "not decidable"),
    }
}

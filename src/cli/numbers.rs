//! `gongkai check --explain-numbers`.

use std::io;
use std::path::Path;

use serde_json::{Value, json};

use super::clock::today;
use super::exit::Exit;
use super::output::{Format, Output};
use crate::check::{Asked, NumberClaim, Subject, check, number_claims};
use crate::content;
use crate::diagnostic::{Diagnostic, LineColumn, Message, Place, SarifKind, Sources};
use crate::model::{Site, Unread};
use crate::say;

/// Lists what the tasks of a site say with numbers.
pub(super) fn run(root: &Path, output: &Output) -> io::Result<Exit> {
    let mut loaded = content::load(root);
    let Some(site) = loaded.site.filter(|_| !loaded.faults.has_errors()) else {
        output.findings(&loaded.faults, &loaded.sources)?;
        output.document(&loaded.faults, &[], &loaded.sources, || json!({}))?;
        return Ok(Exit::of(&loaded.faults, &loaded.sources));
    };
    if let Err(why) = hide_private(&site, &mut loaded.sources) {
        return output.stopped(&Diagnostic::error("usage", why).into());
    }
    let claims = number_claims(&site);
    match output.format {
        Format::Human | Format::Html | Format::Csv | Format::Xlsx | Format::Docx => {
            tell(&claims, &loaded.sources, output)?
        }
        Format::Json => {
            let claims: Vec<Value> = claims
                .iter()
                .map(|claim| as_json(claim, &loaded.sources, output))
                .collect();
            output.value(&json!({"claims": claims}))?;
        }
        Format::Sarif => {
            let results: Vec<(SarifKind, Diagnostic)> = claims.iter().map(as_result).collect();
            output.sarif_of_verified(&results, &loaded.sources)?;
        }
    }
    Ok(Exit::Done)
}

/// What a sum quotes may be private: the rules that find that are run, too.
fn hide_private(site: &Site, sources: &mut Sources) -> Result<(), Message> {
    let subject = Subject {
        site,
        unread: &Unread::default(),
        as_of: today(site.settings.utc_offset)?,
        answers: None,
        // Nothing of attached files is quoted.
        read_attachment: |_, _| Ok(()),
    };
    drop(check(subject, Asked::Errors, sources));
    Ok(())
}

fn tell(claims: &[NumberClaim], sources: &Sources, output: &Output) -> io::Result<()> {
    for claim in claims {
        let LineColumn { line, column } = sources.line_column(claim.span);
        let place = Place::from(claim.span);
        let path = sources.path(&place);
        let verdict = verdict(claim);
        let (zh, en) = (verdict.zh, verdict.en);
        let words_zh = sources.veiled(&claim.message.zh);
        let words_en = sources.veiled(&claim.message.en);
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
    ))
}

fn as_json(claim: &NumberClaim, sources: &Sources, output: &Output) -> Value {
    let LineColumn { line, column } = sources.line_column(claim.span);
    json!({
        "path": sources.path(&Place::from(claim.span)),
        "line": line,
        "column": column,
        "holds": claim.holds,
        "rule": claim.rule.code,
        "message": sources.veiled(claim.message.text(output.lang)),
    })
}

fn as_result(claim: &NumberClaim) -> (SarifKind, Diagnostic) {
    let kind = match claim.holds {
        Some(true) => SarifKind::Pass,
        Some(false) => SarifKind::Fail,
        None => SarifKind::Open,
    };
    let finding = Diagnostic::warning(claim.rule.code, claim.message.clone());
    (kind, finding.at(claim.span))
}

fn verdict(claim: &NumberClaim) -> Message {
    match claim.holds {
        Some(true) => say!("对", "right"),
        Some(false) => say!("错", "wrong"),
        None => say!("无法判断", "not decidable"),
    }
}

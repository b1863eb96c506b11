use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;

use clap::ValueEnum;
use clap::builder::PossibleValue;
use jiff::civil::Date;

use super::clock::today;
use super::exit::Exit;
use super::explain;
use super::external::{self, Memory};
use super::numbers;
use super::output::{Format, Output};
use super::root;
use super::values::day;
use crate::build::{self, Found, Holds, Past, Request};
use crate::check::rules;
use crate::diagnostic::{
    Baseline, Diagnostic, ExternalLinks, Faults, FindingsDocument, Fingerprint, Severity,
    allowed_findings, findings,
};
use crate::external::Asked;
use crate::history::{self, State};
use crate::model::{Profile, Site};
use crate::say;

/// Arguments of `check`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  gongkai check\n  gongkai check --strict --profile gov --as-of 2020-07-22\n  gongkai check --external\n  gongkai check --since HEAD~1\n  gongkai check --since origin/main --format sarif > findings.sarif\n  gongkai check --explain list\n  gongkai check --explain index-number/check-character\n  gongkai check --explain-numbers"
)]
pub(super) struct Args {
    /// The folder that holds site.toml (网站所在的文件夹)
    #[arg(long, default_value = ".", value_name = "DIR")]
    root: PathBuf,

    /// Let warnings fail the check, too (有警告也算不通过)
    #[arg(long)]
    strict: bool,

    /// What kind of site it is, in place of what site.toml says (网站的类别)
    #[arg(long, value_enum)]
    profile: Option<Profile>,

    /// The day to check for; what is published later is held back. Today by default, or
    /// SOURCE_DATE_EPOCH (按哪一天检查)
    #[arg(long, value_name = "DATE", value_parser = day)]
    as_of: Option<Date>,

    /// Only what was not yet found in this git revision (只列出该 git 版本之后新出现的)
    #[arg(long, value_name = "REV")]
    since: Option<String>,

    /// Ask other sites, over the network, whether the pages that are linked to are there
    /// (也检查外部链接，需要网络)
    #[arg(long)]
    external: bool,

    /// Neither read nor keep what other sites answered lately (不用外部链接的缓存)
    #[arg(long, requires = "external")]
    no_cache: bool,

    /// Say what a rule asks, why, and how to set it, with examples; `list` names all rules
    /// (说明一条规则；list 列出全部)
    #[arg(long, value_name = "RULE", conflicts_with_all = ["strict", "profile", "as_of", "since", "external"])]
    explain: Option<String>,

    /// List everything that the progress of tasks says with numbers: what is right, what is wrong, and
    /// what cannot be decided (逐条列出文中的数字关系：对、错、无法判断)
    #[arg(long, conflicts_with_all = ["strict", "profile", "as_of", "since", "external", "explain"])]
    explain_numbers: bool,
}

impl ValueEnum for Profile {
    fn value_variants<'a>() -> &'a [Self] {
        &Self::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.word()))
    }
}

/// Checks the content without building it, and tells everything that was found.
pub(super) fn run(args: &Args, output: &Output) -> io::Result<Exit> {
    if let Some(rule) = &args.explain {
        return explain::run(rule, output);
    }
    if args.explain_numbers {
        return numbers::run(&args.root, output);
    }
    let memory = match args.no_cache {
        true => Memory::None,
        false => Memory::Kept,
    };
    let asked: RefCell<Option<io::Result<Asked>>> = RefCell::default();
    let ask = |site: &Site| {
        let answer = external::ask(site, memory, output);
        let answers = answer.as_ref().ok().and_then(Asked::usable);
        asked.replace(Some(answer));
        answers
    };
    let state = State::of(&args.root);
    let request = Request {
        root: &args.root,
        as_of: &|offset| args.as_of.map_or_else(|| today(offset), Ok),
        profile: args.profile,
        ask: args.external.then_some(&ask),
        past: Past {
            repository: &args.root,
            state: &state,
            holds: Holds::Perhaps,
            read: None,
        },
    };
    let mut found = build::check(request);
    let asked = asked.take().transpose()?;
    if let Some(revision) = &args.since {
        let before = root::need(&args.root)
            .and_then(|()| before(request, revision, found.as_of, asked.as_ref()));
        match before {
            Ok(before) => {
                found.faults = before.without_known(found.faults, &found.sources);
                let allowed = std::mem::take(&mut found.allowed);
                found.allowed =
                    before.retain_new(allowed, |allowed| &allowed.finding, &found.sources);
            }
            Err(faults) => return output.stopped(&faults),
        }
    }
    if let Some(fault) = asked.as_ref().and_then(external::fault) {
        found.faults.push(fault);
        found.faults.sort();
    }
    match output.format {
        Format::Human | Format::Html | Format::Csv | Format::Xlsx | Format::Docx => {
            tell(&found, asked.as_ref(), output)?
        }
        Format::Json => {
            let since = args.since.as_deref();
            output.value(&document(&found, since, asked.as_ref(), output))?;
        }
        Format::Sarif => output.sarif(&found.faults, &found.allowed, &found.sources)?,
    }
    let strict = args.strict && !found.faults.is_empty();
    Ok(if found.faults.has_errors() || strict {
        Exit::of(&found.faults, &found.sources)
    } else {
        Exit::Done
    })
}

/// What was found in a revision, for the same day, with what other sites answer today.
fn before(
    request: Request<'_>,
    revision: &str,
    as_of: Option<Date>,
    asked: Option<&Asked>,
) -> Result<Baseline, Faults> {
    let folder = history::check_out(request.root, revision)?;
    let known = |_: &Site| asked.and_then(Asked::usable);
    let found = build::check(Request {
        root: folder.path(),
        as_of: &|offset| as_of.map_or_else(|| (request.as_of)(offset), Ok),
        ask: asked.is_some().then_some(&known),
        ..request
    });
    let allowed = found.allowed.iter().map(|allowed| &allowed.finding);
    Ok(Baseline::of(
        found.faults.iter().chain(allowed),
        &found.sources,
    ))
}

fn document<'a>(
    found: &'a Found,
    since: Option<&'a str>,
    asked: Option<&Asked>,
    output: &Output,
) -> FindingsDocument<'a> {
    FindingsDocument {
        as_of: found.as_of.map(|day| day.to_string()),
        since,
        errors: found.faults.count(Severity::Error),
        warnings: found.faults.count(Severity::Warning),
        claims_verified: found.claims,
        external_links: asked.map(|asked| ExternalLinks {
            urls: asked.answers.len(),
            from_cache: asked.from_cache,
            failed: asked.failed(),
            undecided: asked.undecided(),
        }),
        findings: findings(&found.faults, &found.sources, output.lang),
        allowed: allowed_findings(&found.allowed, &found.sources, output.lang),
    }
}

/// The findings file by file, then their sum.
fn tell(found: &Found, asked: Option<&Asked>, output: &Output) -> io::Result<()> {
    let mut files: BTreeMap<Cow<'_, str>, Vec<&Diagnostic>> = BTreeMap::new();
    for fault in found.faults.iter() {
        let path = fault.place.as_ref().map(|place| found.sources.path(place));
        files
            .entry(path.unwrap_or_default())
            .or_default()
            .push(fault);
    }
    for (path, faults) in files {
        if !path.is_empty() {
            let count = faults.len();
            output.result(&say!("{path}（{count}）\n", "{path} ({count})\n"))?;
        }
        for fault in faults {
            let shown = with_fingerprint(fault, found);
            output.finding(&shown, &found.sources)?;
        }
    }
    if let Some(asked) = asked {
        output.result(&external::sum(asked))?;
    }
    let (errors, warnings) = (
        found.faults.count(Severity::Error),
        found.faults.count(Severity::Warning),
    );
    let (allowed, claims) = (found.allowed.len(), found.claims);
    let sum = say!(
        "{errors} 个错误，{warnings} 个警告，{allowed} 处已认可",
        "errors: {errors}, warnings: {warnings}, allowed: {allowed}"
    );
    let (zh, en) = (sum.zh, sum.en);
    output.result(&match claims {
        0 => say!("{zh}", "{en}"),
        _ => say!(
            "{zh}，{claims} 处数字已核对",
            "{en}, claims verified: {claims}"
        ),
    })
}

/// A finding that can be allowed says what it is known by.
fn with_fingerprint(fault: &Diagnostic, found: &Found) -> Diagnostic {
    let fault = fault.clone();
    match rules::find(fault.code) {
        Some(rule) if rule.can_be_allowed() => {
            let finding = Fingerprint::of(&fault, &found.sources);
            let code = rule.code;
            fault.hint(say!(
                "编号 {finding}；说明：`gongkai check --explain {code}`",
                "finding {finding}; explained by `gongkai check --explain {code}`"
            ))
        }
        _ => fault,
    }
}

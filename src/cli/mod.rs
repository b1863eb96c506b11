//! The command line: one file a command. Only this room prints, reads the clock and chooses exit
//! codes.

mod build;
mod changes;
mod check;
mod clock;
mod collect;
mod completions;
mod diff;
mod exit;
mod explain;
mod export;
mod external;
mod gate;
mod guide;
mod help;
mod import;
mod init;
mod log;
mod numbers;
mod out;
mod output;
mod pack;
mod progress;
mod publish;
mod releases;
mod rollback;
mod root;
mod schema;
mod search;
mod secret;
mod serve;
mod server_config;
mod spared;
mod target;
mod timings;
mod typed;
mod usage;
mod values;
mod verify;
mod workers;

use std::ffi::OsString;

use clap::error::ErrorKind;
use clap::{CommandFactory as _, FromArgMatches as _, Parser, Subcommand};

use crate::diagnostic::{Diagnostic, Message};
use crate::say;
use output::{Format, Output, told};

pub use exit::Exit;

/// gongkai (公开): government disclosures as a static site.
/// 政府信息公开静态网站生成器。
#[derive(Debug, Parser)]
#[command(
    name = "gongkai",
    version,
    propagate_version = true,
    max_term_width = 100
)]
#[command(
    after_help = "Exit codes: 0 done, 1 the content has errors, 2 wrong usage or configuration, \
3 the environment failed (disk, lock, network).\n\nExamples:\n  gongkai init mysite\n  gongkai serve --root mysite\n  gongkai check --root mysite\n  gongkai build --root mysite\n  gongkai verify --root mysite\n  git init mysite && git -C mysite add . && git -C mysite commit -m \"New site\"\n  gongkai publish /srv/www/site --root mysite"
)]
struct Cli {
    /// Language of messages, zh or en; the locale decides unless it is given (消息的语言)
    #[arg(
        long,
        global = true,
        value_name = "LANG",
        value_enum,
        hide_possible_values = true
    )]
    lang: Option<output::LangArg>,

    /// How the result is written: human or json; sarif by build, check and import; html by diff; csv,
    /// xlsx and docx by export (结果的格式)
    #[arg(long, global = true, value_enum, default_value_t = Format::Human, hide_possible_values = true)]
    format: Format,

    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Write the whole site (生成整个网站)
    Build(build::Args),
    /// Check the content without building it (检查内容，不生成)
    Check(check::Args),
    /// Show the site in the browser as it is being written (边写边预览)
    Serve(serve::Args),
    /// Turn a published page, workbook or document into content (把网页、表格或文档导入为内容)
    Import(import::Args),
    /// Write tasks as a file: of a disclosure, a unit, a chapter or a period (导出为表格或文档)
    Export(export::Args),
    /// Collect progress by workbooks of the units, and merge what comes back (按单位发填报表、合并报来的表)
    Collect(collect::Args),
    /// Take the checked site to where citizens read it (检查后发布到网站)
    Publish(publish::Args),
    /// List what was published, when and by whom (列出发布过的版本)
    Releases(releases::Args),
    /// Make an earlier release current again (退回到以前的版本)
    Rollback(rollback::Args),
    /// Print a configuration of nginx for the published site (输出 nginx 配置)
    ServerConfig(server_config::Args),
    /// Write the checked site as one file, to be carried (制作可携带的归档包)
    Pack(pack::Args),
    /// Check a folder, a pack or a target against its manifest (按清单核对文件夹、归档包或发布位置)
    Verify(verify::Args),
    /// Tell what differs between two states of the site (比较两个版本，用本领域的话说)
    Diff(diff::Args),
    /// Tell who changed what, when and why, as git remembers it (修订记录)
    Log(log::Args),
    /// Search the built site as its search page does (搜索生成的网站)
    Search(search::Args),
    /// Make a small working site (新建一个可用的小网站)
    Init(init::Args),
    /// Print the JSON Schema of a kind of content file (输出内容文件的 JSON Schema)
    Schema(schema::Args),
    /// Print a guide: a whole quarter, step by step (操作指南：一个季度怎么做)
    Guide(guide::Args),
    /// Print completions for a shell (输出命令行补全脚本)
    Completions(completions::Args),
}

impl Command {
    /// Why it knows nothing of a format.
    fn refuses(&self, format: Format) -> Option<Message> {
        let (knows, why) = match format {
            Format::Human | Format::Json => return None,
            Format::Sarif => (
                matches!(self, Self::Build(_) | Self::Check(_) | Self::Import(_)),
                say!(
                    "`--format sarif` 只用于 build、check、import",
                    "`--format sarif` is for build, check and import"
                ),
            ),
            Format::Html => (
                matches!(self, Self::Diff(_)),
                say!("`--format html` 只用于 diff", "`--format html` is for diff"),
            ),
            Format::Csv | Format::Xlsx | Format::Docx => (
                matches!(self, Self::Export(_)),
                say!(
                    "`--format csv`、`xlsx`、`docx` 只用于 export",
                    "`--format csv`, `xlsx` and `docx` are for export"
                ),
            ),
        };
        (!knows).then_some(why)
    }
}

/// The command line that is understood.
fn command() -> clap::Command {
    help::with_whole_examples(Cli::command())
}

/// How it ends where no command was understood: with the help that was asked for, or with what is wrong.
fn unparsed(error: &clap::Error, args: &[OsString]) -> Exit {
    let format = usage::stated(args, "--format").unwrap_or(Format::Human);
    let output = Output::new(usage::stated(args, "--lang"), format);
    let is_wrong = error.use_stderr();
    // Where nothing is asked for, clap shows the help as what is missing.
    let has_help = error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand;
    let ended = match is_wrong && !has_help {
        true => output.stopped(&usage::fault(error, args, command()).into()),
        false => told(error.print()).map(|()| match is_wrong {
            true => Exit::Usage,
            false => Exit::Done,
        }),
    };
    ended.unwrap_or_else(|error| output.broken(&error))
}

/// Runs the program with the arguments it was started with.
#[must_use]
pub fn run() -> Exit {
    let args: Vec<OsString> = std::env::args_os().collect();
    let parsed = command().try_get_matches_from(&args);
    let cli = match parsed.and_then(|found| Cli::from_arg_matches(&found)) {
        Ok(cli) => cli,
        Err(error) => return unparsed(&error, &args),
    };
    let output = Output::new(cli.lang, cli.format);
    if let Some(why) = cli.command.refuses(output.format) {
        let stopped = output
            .for_people()
            .stopped(&Diagnostic::error("usage", why).into());
        return stopped.unwrap_or_else(|error| output.broken(&error));
    }
    let result = match cli.command {
        Command::Build(args) => build::run(&args, &output),
        Command::Check(args) => check::run(&args, &output),
        Command::Serve(args) => serve::run(&args, &output),
        Command::Import(args) => import::run(&args, &output),
        Command::Export(args) => export::run(&args, &output),
        Command::Collect(args) => collect::run(&args, &output),
        Command::Publish(args) => publish::run(&args, &output),
        Command::Releases(args) => releases::run(&args, &output),
        Command::Rollback(args) => rollback::run(&args, &output),
        Command::ServerConfig(args) => server_config::run(&args, &output),
        Command::Pack(args) => pack::run(&args, &output),
        Command::Verify(args) => verify::run(&args, &output),
        Command::Diff(args) => diff::run(&args, &output),
        Command::Log(args) => log::run(&args, &output),
        Command::Search(args) => search::run(&args, &output),
        Command::Init(args) => init::run(&args, &output),
        Command::Schema(args) => schema::run(&args, &output),
        Command::Guide(args) => guide::run(args, &output),
        Command::Completions(args) => completions::run(&args, &output),
    };
    result.unwrap_or_else(|error| output.broken(&error))
}

use std::io;
use std::path::PathBuf;

use serde_json::json;

use super::exit::Exit;
use super::output::Output;
use super::root;
use crate::content;
use crate::diagnostic::Diagnostic;
use crate::publish::serving::{Server, nginx};
use crate::say;

/// Arguments of `server-config`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  gongkai server-config > /etc/nginx/conf.d/gongkai.conf\n  gongkai server-config --folder /srv/www/site/current --server-name www.example.gov.cn\n  gongkai server-config --no-brotli --listen 8080"
)]
pub(super) struct Args {
    /// The folder that is served: `current` of a target, or one that was built (网站所在的文件夹)
    #[arg(long, default_value = "/srv/www/site/current", value_name = "DIR")]
    folder: String,

    /// The host name; that of base_url in site.toml by default (域名)
    #[arg(long, value_name = "NAME")]
    server_name: Option<String>,

    /// The port, or an address and a port (端口)
    #[arg(long, default_value = "80", value_name = "PORT")]
    listen: String,

    /// For an nginx without the module that serves what brotli packed (不用 brotli 模块)
    #[arg(long)]
    no_brotli: bool,

    /// The folder that holds site.toml (网站所在的文件夹)
    #[arg(long, default_value = ".", value_name = "DIR")]
    root: PathBuf,
}

/// Prints a configuration of nginx.
pub(super) fn run(args: &Args, output: &Output) -> io::Result<Exit> {
    if let Err(faults) = root::need_if_named(&args.root) {
        return output.stopped(&faults);
    }
    let name = match &args.server_name {
        Some(name) => name.clone(),
        None => match content::settings(&args.root) {
            (Some(settings), _, faults) if !faults.has_errors() => settings.domain().to_owned(),
            (_, sources, faults) => {
                output.findings(&faults, &sources)?;
                output.document(&faults, &[], &sources, || json!({}))?;
                return Ok(Exit::of(&faults, &sources));
            }
        },
    };
    for value in [&args.folder, &name, &args.listen] {
        // What would end a word or a line of the configuration.
        let bad = value
            .chars()
            .find(|c| c.is_control() || "\"\\;{}$#'".contains(*c));
        if let Some(bad) = bad {
            let fault = Diagnostic::error(
                "usage",
                say!(
                    "`{value}` 含有 nginx 配置里不能用的字符 `{bad}`",
                    "`{value}` has the character `{bad}`, which cannot stand in a configuration of nginx"
                ),
            );
            return output.stopped(&fault.into());
        }
    }
    output.raw(&nginx(Server {
        folder: &args.folder,
        name: &name,
        listen: &args.listen,
        brotli: !args.no_brotli,
    }))?;
    Ok(Exit::Done)
}

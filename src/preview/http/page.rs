//! Answers with what a build would write.

use hyper::{Response, StatusCode};

use super::body::Body;
use super::target::{Target, url_path};
use super::{Server, answer};
use crate::preview::generation::Generation;
use crate::preview::live::{File, Page};
use crate::preview::showing::Showing;
use crate::preview::{Shown, assets, http::answer::HTML, state};
use crate::render::Theme;
use crate::say;
use crate::url::OutputPath;

/// What the preview adds to a page, and all that it adds: one element before the end of its body.
fn addition(generation: u64, digest: &str) -> String {
    let script = assets::path("preview.js");
    format!(
        "<script type=\"module\" src=\"{script}\" data-generation=\"{generation}\" data-digest=\"{digest}\"></script>"
    )
}

/// Answers with the file that a path means.
pub(super) async fn respond(server: &Server, path: &str) -> Response<Body> {
    let Some(showing) = server.showing().await else {
        return unanswered();
    };
    let Some(generation) = &showing.good else {
        return faulty(server, &showing, &showing.faults);
    };
    let base = &generation.facts.base_path;
    let file = match Target::of(path, base) {
        Target::File(path) => path,
        Target::Above => return answer::redirect(base),
        Target::Bad => {
            let what = say!("网址有误", "the address is faulty");
            return answer::say(StatusCode::BAD_REQUEST, &what);
        }
        Target::Nothing => match OutputPath::parse("404.html") {
            Ok(path) => {
                return match found(generation, path).await {
                    Some(File::Page(page)) => shown(StatusCode::NOT_FOUND, &showing, &page),
                    Some(File::Faulty(faults)) => faulty(server, &showing, &faults),
                    _ => unanswered(),
                };
            }
            Err(_) => return unanswered(),
        },
    };
    if let Some(asset) = asset(&generation.facts.theme, &file) {
        return asset;
    }
    match found(generation, file.clone()).await {
        Some(File::Page(page)) if page.is_withdrawn => shown(StatusCode::GONE, &showing, &page),
        Some(File::Page(page)) => shown(StatusCode::OK, &showing, &page),
        Some(File::Other(bytes)) => {
            answer::of(StatusCode::OK, answer::kind_of(file.as_str()), bytes)
        }
        Some(File::Withdrawn) => {
            let what = say!("此文件已撤回", "this file was withdrawn");
            answer::say(StatusCode::GONE, &what)
        }
        Some(File::Folder) => answer::redirect(&format!("{}/", url_path(base, file.as_str()))),
        // The page before a change named files of the theme as it was.
        Some(File::Nothing(page)) => (showing.older_theme.as_ref())
            .and_then(|theme| asset(theme, &file))
            .unwrap_or_else(|| shown(StatusCode::NOT_FOUND, &showing, &page)),
        Some(File::Faulty(faults)) => faulty(server, &showing, &faults),
        None => unanswered(),
    }
}

async fn found(generation: &Generation, path: OutputPath) -> Option<File> {
    generation.ask(move |live| live.file(&path)).await
}

/// A file of the theme, if there is one at a path: its name says what is in it.
fn asset(theme: &Theme, path: &OutputPath) -> Option<Response<Body>> {
    let asset = theme.assets().find(|asset| asset.path == *path)?;
    let kind = answer::kind_of(path.as_str());
    Some(answer::lasting(kind, asset.bytes.clone()))
}

/// A page with what the preview adds to it.
fn shown(status: StatusCode, showing: &Showing, page: &Page) -> Response<Body> {
    let addition = addition(showing.number, &page.digest.to_string());
    answer::of(status, HTML, with_addition(&page.bytes, &addition))
}

fn with_addition(page: &[u8], addition: &str) -> Vec<u8> {
    const END: &[u8] = b"</body>";
    let at = page
        .windows(END.len())
        .rposition(|window| window == END)
        .unwrap_or(page.len());
    let (before, after) = page.split_at_checked(at).unwrap_or((page, &[]));
    [before, addition.as_bytes(), after].concat()
}

/// A page in place of one that cannot be shown.
fn faulty(server: &Server, showing: &Showing, faults: &[Shown]) -> Response<Body> {
    let addition = addition(showing.number, "");
    let html = state::fault_page(faults, server.common.options.lang, &addition);
    answer::of(StatusCode::SERVICE_UNAVAILABLE, HTML, html)
}

/// The answer where none could be made.
pub(super) fn unanswered() -> Response<Body> {
    let what = say!(
        "预览服务出了内部错误，请重新启动",
        "the preview failed; start it again"
    );
    answer::say(StatusCode::INTERNAL_SERVER_ERROR, &what)
}

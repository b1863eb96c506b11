//! Answers to the preview's own scripts. No page of a site can have such a path: a name in the content
//! tree is never a lone `-`.

use hyper::{Request, Response, StatusCode};
use percent_encoding::percent_decode_str;

use super::body::Body;
use super::page::unanswered;
use super::target::Target;
use super::{Server, answer, events};
use crate::preview::{assets, state};
use crate::say;
use crate::url::OutputPath;

/// What all paths of the preview itself start with.
pub(super) const PREFIX: &str = "/-/gongkai/";

/// Answers to a path below [`PREFIX`].
pub(super) async fn respond<B>(
    server: &Server,
    request: &Request<B>,
    below: &str,
) -> Response<Body> {
    if let Some(name) = below.strip_prefix("assets/") {
        return match assets::find(name) {
            Some(text) => answer::lasting(answer::kind_of(name), text),
            None => nothing(),
        };
    }
    if let Some(path) = below.strip_prefix("released/") {
        return match released(server, path) {
            // As text: it is compared, not shown.
            Some(bytes) => answer::of(StatusCode::OK, answer::TEXT, bytes),
            None => nothing(),
        };
    }
    match below {
        "events" => return events::respond(server),
        "state" | "changes" | "changes.json" => {}
        _ => return nothing(),
    }
    let Some(showing) = server.showing().await else {
        return unanswered();
    };
    let options = &server.common.options;
    match below {
        "state" => {
            let base = showing
                .good
                .as_ref()
                .map(|good| good.facts.base_path.clone());
            let query = request.uri().query().unwrap_or_default();
            let page = page_of(query, base.as_deref());
            let mut state = state::state(&server.common, &showing, page).await;
            if query.split('&').any(|part| part == "inputs")
                && let Some(state) = state.as_object_mut()
            {
                let inputs = showing.inputs.digest().to_string();
                state.insert("inputs".to_owned(), inputs.into());
            }
            json(&state)
        }
        "changes.json" => json(&state::changes(&showing)),
        _ => answer::of(
            StatusCode::OK,
            answer::HTML,
            state::changes_page(options.lang),
        ),
    }
}

/// The page that a query names by the path of its URL.
fn page_of(query: &str, base: Option<&str>) -> Option<OutputPath> {
    let path = query
        .split('&')
        .find_map(|pair| pair.strip_prefix("page="))?;
    let path = percent_decode_str(path).decode_utf8().ok()?;
    match Target::of(&path, base?) {
        Target::File(path) => Some(path),
        _ => None,
    }
}

fn released(server: &Server, path: &str) -> Option<Vec<u8>> {
    match Target::of(&format!("/{path}"), "/") {
        Target::File(path) => server.common.release.file(&path),
        _ => None,
    }
}

fn json(value: &serde_json::Value) -> Response<Body> {
    answer::of(StatusCode::OK, answer::JSON, value.to_string())
}

fn nothing() -> Response<Body> {
    let what = say!("没有这一项", "there is no such thing");
    answer::say(StatusCode::NOT_FOUND, &what)
}

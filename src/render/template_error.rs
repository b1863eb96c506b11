//! Errors of templates: where in the template, and for which content.

use tera::ErrorKind;

use super::Theme;
use crate::diagnostic::{Diagnostic, FileId, Span};
use crate::say;

/// A template that cannot be parsed.
pub(super) fn syntax(
    error: &tera::Error,
    file: impl Fn(&str) -> Option<FileId>,
    shown: &str,
) -> Diagnostic {
    match error.kind() {
        ErrorKind::SyntaxError(report) => {
            let what = report.message();
            let fault = Diagnostic::error(
                "theme/syntax",
                say!("模板语法错误：{what}", "template syntax error: {what}"),
            );
            match file(report.filename()) {
                Some(file) => fault.at(Span::new(file, report.span().range.clone())),
                None => fault.at_path(shown),
            }
        }
        _ => Diagnostic::error(
            "theme/templates",
            say!(
                "模板不能使用：{error}",
                "the templates cannot be used: {error}"
            ),
        )
        .at_path(shown),
    }
}

/// A template that fails for a page.
pub(super) fn rendering(
    theme: &Theme,
    template: &str,
    error: &tera::Error,
    origin: Option<Span>,
) -> Diagnostic {
    let fault = match error.kind() {
        ErrorKind::RenderingError(report) => {
            let what = report.message();
            let fault = Diagnostic::error(
                "theme/render",
                say!("模板出错：{what}", "the template fails: {what}"),
            );
            match theme.template(report.filename()) {
                Some(file) => fault.at(Span::new(file, report.span().range.clone())),
                None => fault,
            }
        }
        _ => Diagnostic::error(
            "theme/render",
            say!(
                "模板 `{template}` 出错：{error}",
                "the template `{template}` fails: {error}"
            ),
        ),
    };
    match origin {
        Some(origin) => fault.related(
            origin,
            say!(
                "正在生成这项内容的页面",
                "while making the page of this content"
            ),
        ),
        None => fault,
    }
}

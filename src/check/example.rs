//! Examples of what a rule finds and of what it must let pass: small changes to one small site that
//! has no finding. They are shown by `gongkai check --explain`, and one test runs all of them.

/// The day on which examples are checked.
pub const DAY: &str = "2020-07-31";

/// The file of the task that [`Example::Progress`] and the like change.
pub const TASK: &str = "content/plans/q2/01/01.md";
/// The index card that [`Example::Card`] adds to.
pub const CARD: &str = "content/plans/q2/disclosure.toml";
/// The plain page that [`Example::Body`] changes.
pub const PAGE: &str = "content/guide.md";

/// The title of that task.
const TITLE: &str = "推进重点项目";
/// The progress of that task.
const PROGRESS: &str = "各项工作按计划推进，已召开协调会。";

/// The site that examples change: complete, and without a finding.
pub const SITE: &[(&str, &str)] = &[
    (
        "site.toml",
        r#"name = "示例区政府信息公开"
base_url = "https://www.example.gov.cn/"
site_code = "3301059999"

[organisation]
name = "示例区人民政府"
index_prefix = "K1493206-6"

[foot]
certificate = "https://www.example.gov.cn/certificate"
report_errors = "https://www.example.gov.cn/report?url={url}"
contact = "0571-00000000"
icp = "浙ICP备00000000号-1"
public_security = "浙公网安备33010000000000号"

[statutory]
guide = "guide"
rules = "guide"
mandatory = "plans"
annual_reports = "plans"
on_request = "guide"
accessibility = "guide"
contact = "guide"
"#,
    ),
    (
        PAGE,
        "+++\ntitle = \"指南\"\nupdated = 2020-07-22\n+++\n\n怎样查询和申请政府信息。\n",
    ),
    (
        "content/units.toml",
        "[[unit]]\nid = \"office\"\nname = \"区府办\"\n",
    ),
    (
        "content/plans/column.toml",
        "title = \"规划计划\"\ndescription = \"规划和计划\"\nkeywords = [\"规划\", \"计划\"]\ncategory = \"规划计划\"\n",
    ),
    (
        CARD,
        r#"title = "2020年第二季度重点任务执行情况"
index_number = "K1493206-6/2020-11938"
publisher = "区府办"
summary = "各项重点任务的进展。"
period = "2020-Q2"
created = 2020-07-22
published = 2020-07-22T15:36:51
mode = "主动公开"
"#,
    ),
    (
        "content/plans/q2/01/chapter.toml",
        "title = \"经济社会发展主要预期目标\"\nnumber = 1\n",
    ),
    (
        TASK,
        "+++\ntitle = \"推进重点项目\"\nunits = [\"区府办\"]\n+++\n\n各项工作按计划推进，已召开协调会。\n",
    ),
];

/// A change to the site of the examples.
#[derive(Clone, Copy, Debug)]
pub enum Example {
    /// The progress of a task.
    Progress(&'static str),
    /// The title of a task.
    Title(&'static str),
    /// Lines added to what a task states beside its progress.
    Task(&'static str),
    /// The text of a plain page, in Markdown.
    Body(&'static str),
    /// Lines added to the index card.
    Card(&'static str),
    /// Lines added to the end of `site.toml`, which has no `[check]`.
    Settings(&'static str),
    /// In a file of the site, the first text, which stands there once, becomes the second.
    Edit(&'static str, &'static str, &'static str),
    /// Files, new or in place of those of the site.
    Files(&'static [(&'static str, &'static str)]),
}

impl Example {
    /// The files that the change writes: path and text.
    #[must_use]
    pub fn files(&self) -> Vec<(&'static str, String)> {
        let task = |title: &str, lines: &str, progress: &str| {
            let head = format!("title = \"{title}\"\nunits = [\"区府办\"]\n{lines}");
            vec![(TASK, format!("+++\n{head}+++\n\n{progress}\n"))]
        };
        match *self {
            Self::Progress(text) => task(TITLE, "", text),
            Self::Title(text) => task(text, "", PROGRESS),
            Self::Task(lines) => task(TITLE, &format!("{lines}\n"), PROGRESS),
            Self::Body(text) => vec![(
                PAGE,
                format!("+++\ntitle = \"指南\"\nupdated = 2020-07-22\n+++\n\n{text}\n"),
            )],
            Self::Card(lines) => vec![(CARD, format!("{}{lines}\n", base(CARD)))],
            Self::Settings(lines) => {
                let path = "site.toml";
                vec![(path, format!("{}\n{lines}\n", base(path)))]
            }
            Self::Edit(path, from, to) => vec![(path, base(path).replacen(from, to, 1))],
            Self::Files(files) => files
                .iter()
                .map(|(path, text)| (*path, (*text).to_owned()))
                .collect(),
        }
    }
}

/// A file of the site of the examples.
fn base(path: &str) -> &'static str {
    SITE.iter()
        .find(|(name, _)| *name == path)
        .map_or("", |(_, text)| text)
}

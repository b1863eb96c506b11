use super::{ContentPath, Prose, Slug, Task, Text};

/// 章 (项目名称): a group of tasks.
#[derive(Clone, Debug)]
pub struct Chapter {
    /// Its folder.
    pub path: ContentPath,
    /// The name of its folder.
    pub slug: Slug,
    /// The heading without its number.
    pub title: Text,
    /// The number the office gave it, where it gave one.
    pub number: Option<u32>,
    /// What stands before its tasks.
    pub body: Option<Prose>,
    /// Its tasks, in the order of their file names.
    pub tasks: Vec<Task>,
}

use super::{Column, Settings, Units, UrlChanges, WatchedWord, WorkCalendar};

/// Everything that was read: the input of every later stage.
#[derive(Clone, Debug)]
pub struct Site {
    /// `site.toml`.
    pub settings: Settings,
    /// The root of the content tree.
    pub home: Column,
    /// The responsible units.
    pub units: Units,
    /// URLs that moved or were withdrawn.
    pub url_changes: UrlChanges,
    /// Which days are working days.
    pub work_calendar: WorkCalendar,
    /// `words.toml`: the words that texts are searched for.
    pub words: Vec<WatchedWord>,
}

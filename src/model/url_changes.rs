use jiff::civil::Date;

use super::{Located, Text};

/// `content/urls.toml`: what became of URLs that once were public.
#[derive(Clone, Debug, Default)]
pub struct UrlChanges {
    /// URLs that lead elsewhere now.
    pub redirects: Vec<Redirect>,
    /// URLs whose content was taken back.
    pub withdrawals: Vec<Withdrawal>,
}

/// A page that moved.
#[derive(Clone, Debug)]
pub struct Redirect {
    /// The old file path in the output, such as `plans/old.html`.
    pub from: Text,
    /// The new one.
    pub to: Text,
}

/// A page that was taken back, with the reason its readers are given.
#[derive(Clone, Debug)]
pub struct Withdrawal {
    /// The file path in the output.
    pub path: Text,
    /// Since when.
    pub date: Located<Date>,
    /// Why.
    pub reason: Text,
}

use crate::content::fields::{Fields, key};
use crate::content::values::TableValue;
use crate::model::{Duty, Statutory};

/// `[statutory]` of `site.toml`: a path of the content tree for each.
impl TableValue for Statutory {
    fn fields(fields: &mut Fields<'_, '_>) -> Option<Self> {
        let places = Duty::ALL.into_iter().map(|duty| {
            let (zh, en) = duty.names();
            (duty, fields.stated(key(duty.key(), zh, en)))
        });
        Some(Self::new(places.collect()))
    }
}

//! "Did you mean".

/// The candidate nearest to `word`, if it is near enough to be a slip of the keys: at most a third
/// of the word's characters differ (at least one may), letter case and `_` for `-` aside.
pub fn did_you_mean<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let fold = |s: &str| s.to_lowercase().replace('_', "-");
    let word = fold(word);
    let limit = (word.chars().count() / 3).max(1);
    candidates
        .into_iter()
        .map(|candidate| {
            (
                strsim::damerau_levenshtein(&word, &fold(candidate)),
                candidate,
            )
        })
        .filter(|&(distance, _)| distance <= limit)
        .min()
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_words_only() {
        let keys = ["title", "units", "progress", "document_number"];
        assert_eq!(did_you_mean("titel", keys), Some("title"));
        assert_eq!(did_you_mean("Units", keys), Some("units"));
        assert_eq!(
            did_you_mean("document-number", keys),
            Some("document_number")
        );
        assert_eq!(did_you_mean("weather", keys), None);
        assert_eq!(
            did_you_mean("区发改经委局", ["区发改经信局", "区商务局"]),
            Some("区发改经信局")
        );
    }
}

//! "Did you mean".

/// The candidate nearest to `word`, if it is near enough to be a slip of the keys: at most a third
/// of the word's characters differ (at least one may, but not all), letter case and `_` for `-` aside.
pub fn did_you_mean<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let fold = |s: &str| -> Vec<char> {
        let lower = s.chars().flat_map(char::to_lowercase);
        lower.map(|c| if c == '_' { '-' } else { c }).collect()
    };
    let word = fold(word);
    let limit = (word.len() / 3).max(1).min(word.len().checked_sub(1)?);
    candidates
        .into_iter()
        .filter_map(|candidate| Some((distance(&word, &fold(candidate), limit)?, candidate)))
        .min()
        .map(|(_, candidate)| candidate)
}

/// How many slips make one word of the other, if they are no more than so many. What both begin and end
/// with costs no time, nor do words that are too much longer.
fn distance(a: &[char], b: &[char], limit: usize) -> Option<usize> {
    if a.len().abs_diff(b.len()) > limit {
        return None;
    }
    let equal = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let (a, b) = (a.get(equal..)?, b.get(equal..)?);
    let ends = a.iter().rev().zip(b.iter().rev());
    let equal = ends.take_while(|(a, b)| a == b).count();
    let (a, b) = (
        a.get(..a.len().checked_sub(equal)?)?,
        b.get(..b.len().checked_sub(equal)?)?,
    );
    let distance = strsim::generic_damerau_levenshtein(a, b);
    (distance <= limit).then_some(distance)
}

/// Suggestions of one run, each of which looks at everything there is: where a folder was renamed that ten
/// thousand links lead to, the first of them are told what was meant.
#[derive(Debug)]
pub struct Suggestions {
    left: usize,
}

impl Default for Suggestions {
    fn default() -> Self {
        Self { left: 500_000 }
    }
}

impl Suggestions {
    /// What [`did_you_mean`] finds, while not too many candidates were looked at.
    pub fn find<'a>(
        &mut self,
        word: &str,
        candidates: impl ExactSizeIterator<Item = &'a str>,
    ) -> Option<&'a str> {
        self.left = self.left.checked_sub(candidates.len())?;
        did_you_mean(word, candidates)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

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

    #[test]
    fn nothing_is_near_nothing() {
        assert_eq!(did_you_mean("", ["a", ""]), None);
        assert_eq!(did_you_mean("b", ["a"]), None);
        assert_eq!(did_you_mean("A", ["a"]), Some("a"));
        assert_eq!(did_you_mean("ba", ["ab"]), Some("ab"));
    }

    #[test]
    fn no_more_is_looked_at_than_there_is_time_for() {
        let mut suggestions = Suggestions { left: 5 };
        assert_eq!(
            suggestions.find("titel", ["title", "x"].into_iter()),
            Some("title")
        );
        assert_eq!(
            suggestions.find("titel", ["title", "x"].into_iter()),
            Some("title")
        );
        assert_eq!(suggestions.find("titel", ["title", "x"].into_iter()), None);
    }

    proptest! {
        /// What is cut off changes nothing.
        #[test]
        fn the_nearest_is_the_nearest_of_all(
            word in "[ab_-]{0,7}",
            candidates in prop::collection::vec("[abA-]{0,7}", 0..6),
        ) {
            let fold = |s: &str| s.to_lowercase().replace('_', "-");
            let length = word.chars().count();
            let all = candidates.iter().map(|own| {
                (strsim::damerau_levenshtein(&fold(&word), &fold(own)), own.as_str())
            });
            let near = all.filter(|(distance, _)| *distance <= (length / 3).max(1) && *distance < length);
            let expected = near.min().map(|(_, own)| own);
            prop_assert_eq!(did_you_mean(&word, candidates.iter().map(String::as_str)), expected);
        }
    }
}

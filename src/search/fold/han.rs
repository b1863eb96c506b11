//! Which simplified character stands for which traditional one.

use ferrous_opencc::OpenCC;
use ferrous_opencc::config::BuiltinConfig;
use ferrous_opencc::error::OpenCCError;

/// Blocks of ideographs; other characters have no simplification.
const BLOCKS: [std::ops::RangeInclusive<u32>; 3] =
    [0x3400..=0x4dbf, 0x4e00..=0x9fff, 0x20000..=0x323af];

/// Variants that OpenCC tells apart only by the words they stand in, as 批覆 and 批复. Queries and
/// texts are folded alike, so it is enough that the two become one.
const VARIANTS: [(char, char); 2] = [('著', '着'), ('覆', '复')];

/// Pairs of characters that are replaced and what replaces them, ascending; from the tables of
/// OpenCC. No character that replaces another is itself replaced.
///
/// # Errors
/// If the built-in tables cannot be read.
pub(in crate::search) fn simplifications() -> Result<Vec<(char, char)>, OpenCCError> {
    let taiwan = OpenCC::from_config(BuiltinConfig::Tw2s)?;
    let mut buffer = [0; 4];
    let mut simplified = |c: char| {
        if let Some((_, to)) = VARIANTS.iter().find(|(from, _)| *from == c) {
            return *to;
        }
        let text = taiwan.convert(c.encode_utf8(&mut buffer));
        let mut chars = text.chars();
        match (chars.next(), chars.next()) {
            (Some(to), None) => to,
            _ => c,
        }
    };
    let mut pairs = Vec::new();
    for from in BLOCKS.into_iter().flatten().filter_map(char::from_u32) {
        let mut to = simplified(from);
        if to == from {
            continue;
        }
        // A chain of three steps would be long; more is a circle.
        for _ in 0..3 {
            to = simplified(to);
        }
        if to != from && simplified(to) == to {
            pairs.push((from, to));
        }
    }
    Ok(pairs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_step_is_enough() {
        let pairs = simplifications().unwrap();
        assert!(pairs.len() > 3000, "{}", pairs.len());
        assert!(pairs.is_sorted());
        for (from, to) in &pairs {
            assert!(
                pairs.binary_search_by_key(to, |(from, _)| *from).is_err(),
                "{from} becomes {to}, which is replaced itself"
            );
        }
        for pair in [('臺', '台'), ('裏', '里'), ('裡', '里'), ('著', '着')] {
            assert!(pairs.contains(&pair), "{pair:?}");
        }
    }
}

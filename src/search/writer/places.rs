//! Names of places that texts use, found without a dictionary: they end in what places of that kind
//! are called, and stand in different surroundings but always whole.

use std::collections::HashMap;

/// What names of places end in.
const ENDS: &str = "路街巷弄桥河港湖山园苑村站湾塘坝里坊镇浜埠峰岭洲岛寺塔亭";

/// How many places are told at most.
const MOST: usize = 300;
/// How often a name must stand.
const OFTEN: u32 = 2;

/// The longest that is looked at: one character more than the longest name.
const LONGEST: usize = 5;

/// The last characters up to the end of a name, backwards, filled up with NUL.
type Backwards = [char; LONGEST];

/// How often each run of ideographs that may end a name occurs.
#[derive(Default)]
pub(super) struct Places {
    counts: HashMap<Backwards, u32>,
}

impl Places {
    /// Looks at a text.
    pub(super) fn read(&mut self, text: &str) {
        // What stands before the character, backwards.
        let mut before: Vec<char> = Vec::new();
        for c in text.chars() {
            if !matches!(c, '\u{4e00}'..='\u{9fff}') {
                before.clear();
                continue;
            }
            before.push(c);
            if ENDS.contains(c) {
                let mut name = Backwards::default();
                let run = before.iter().rev().copied().zip(&mut name);
                let length = run.map(|(c, place)| *place = c).count();
                for shortened in (2..=length).map(|length| shorter(&name, length)) {
                    *self.counts.entry(shortened).or_default() += 1;
                }
            }
        }
    }

    /// The names found, those that stand most often first, equal ones in their order.
    pub(super) fn names(&self) -> Vec<String> {
        // How often the commonest of what is longer by a character occurs.
        let mut longer: HashMap<Backwards, u32> = HashMap::new();
        let mut counted: Vec<(&Backwards, u32)> =
            self.counts.iter().map(|(k, n)| (k, *n)).collect();
        counted.sort_unstable();
        for (name, count) in &counted {
            let most = longer.entry(shorter(name, length(name) - 1)).or_default();
            *most = (*most).max(*count);
        }
        let mut found: Vec<(std::cmp::Reverse<u32>, String)> = Vec::new();
        for (name, count) in counted {
            let inner = shorter(name, length(name) - 1);
            let inner = self.counts.get(&inner).copied().unwrap_or(count);
            let outer = longer.get(name).copied().unwrap_or_default();
            // The rest of a name rarely stands without its first character; and the name stands by
            // itself, not mostly as the rest of a longer one.
            let whole = f64::from(count) >= 0.3 * f64::from(inner);
            let alone = f64::from(outer) <= 0.6 * f64::from(count);
            if matches!(length(name), 3 | 4) && count >= OFTEN && whole && alone {
                let text = name.iter().rev().filter(|c| **c != '\0');
                found.push((std::cmp::Reverse(count), text.collect()));
            }
        }
        found.sort_unstable();
        found.truncate(MOST);
        found.into_iter().map(|(_, name)| name).collect()
    }
}

fn length(name: &Backwards) -> usize {
    name.iter().filter(|c| **c != '\0').count()
}

/// The last characters of a name.
fn shorter(name: &Backwards, length: usize) -> Backwards {
    let mut shorter = Backwards::default();
    for (place, c) in shorter.iter_mut().zip(name).take(length) {
        *place = *c;
    }
    shorter
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_whole_in_different_surroundings_is_a_name() {
        let mut places = Places::default();
        for text in [
            "启动上塘河整治,推进胜利河绿道",
            "上塘河水上运动;胜利河景观提升",
            "串联上塘河与半山",
            "完成道路整治,新建道路2条,拓宽道路",
        ] {
            places.read(text);
        }
        assert_eq!(places.names(), ["上塘河", "胜利河"]);
    }
}

//! Names of files that every system takes.

use std::collections::BTreeSet;

/// The longest name without its extension, in bytes: systems take 255 at most, and archives less.
const LONGEST: usize = 150;
/// Names that Windows keeps for devices.
const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "com", "lpt"];

/// The name of the file of a unit, which no other has: where two would be the same but for case, its id
/// follows.
pub(super) fn free(unit: &str, id: &str, taken: &mut BTreeSet<String>) -> String {
    let name = safe(unit).unwrap_or_else(|| id.to_owned());
    let name = match taken.contains(&name.to_lowercase()) {
        true => format!("{name} ({id})"),
        false => name,
    };
    taken.insert(name.to_lowercase());
    format!("{name}.xlsx")
}

/// The name without what a system does not take; none if nothing is left, or it is that of a device.
fn safe(unit: &str) -> Option<String> {
    let mut name = String::new();
    for c in unit.chars() {
        if name.len() + c.len_utf8() > LONGEST {
            break;
        }
        let is_bad =
            c.is_control() || matches!(c, '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|');
        name.push(if is_bad { '_' } else { c });
    }
    // A dot at the start hides a file, one at the end is dropped by Windows; `~$` starts the lock of Office.
    let name = name.trim().trim_matches(['.', ' ']).replace("~$", "_");
    let lower = name.to_ascii_lowercase();
    let stem = lower.trim_end_matches(|c: char| c.is_ascii_digit());
    let is_device = DEVICES.contains(&stem);
    (!name.is_empty() && !is_device).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_safe_and_different() {
        let mut taken = BTreeSet::new();
        for (unit, name) in [
            ("区科技局", "区科技局.xlsx"),
            ("区委办/区府办", "区委办_区府办.xlsx"),
            ("区委办:区府办", "区委办_区府办 (id).xlsx"),
            ("../etc", "_etc.xlsx"),
            (".隐藏. ", "隐藏.xlsx"),
            ("CON", "id.xlsx"),
            ("lpt1", "id (id).xlsx"),
            ("a\u{7}b", "a_b.xlsx"),
            ("A_B", "A_B (id).xlsx"),
            ("~$区府办", "_区府办.xlsx"),
            ("区委统战部(区民宗局)", "区委统战部(区民宗局).xlsx"),
        ] {
            assert_eq!(free(unit, "id", &mut taken), name);
        }
        let long = free(&"领导小组".repeat(30), "id", &mut taken);
        assert!(
            long.len() <= LONGEST + 5 && long.ends_with(".xlsx"),
            "{long}"
        );
    }
}

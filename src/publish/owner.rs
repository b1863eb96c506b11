//! Who holds a lock, as they wrote it down: who, when, machine (with what tells its processes from those of
//! another container) and process.

/// Whether a lock is one of a process of this machine that has ended: what both say ends in machine and
/// process.
pub(super) fn is_left_behind(by: &str, owner: &str) -> bool {
    let parts = |text: &str| -> Option<(String, String)> {
        let (rest, process) = text.rsplit_once(", ")?;
        let (_, machine) = rest.rsplit_once(", ")?;
        Some((machine.to_owned(), process.to_owned()))
    };
    let (Some((theirs, process)), Some((ours, _))) = (parts(by), parts(owner)) else {
        return false;
    };
    let processes = std::path::Path::new("/proc");
    let is_number = !process.is_empty() && process.bytes().all(|digit| digit.is_ascii_digit());
    theirs == ours
        && is_number
        && processes.join("self").exists()
        && !processes.join(process).exists()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lock_of_a_process_that_ended_is_left_behind() {
        let own = std::process::id();
        let owner = "x <y>, 2020-10-20T14:47:57Z, here, 1";
        assert!(!is_left_behind(&format!("a, b, here, {own}"), owner));
        assert!(is_left_behind("a, b, here, 4999999", owner));
        assert!(!is_left_behind("a, b, there, 4999999", owner));
        assert!(!is_left_behind("a, b, here, ../etc", owner));
        assert!(!is_left_behind("", owner));
    }
}

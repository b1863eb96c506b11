//! Which folder a command works in.

use crate::support::Site;

/// Another site, seen from the folder of the first.
fn two() -> (Site, Site, String) {
    let (one, two) = (Site::new(), Site::new());
    let path = two.root().to_str().unwrap().to_owned();
    (one, two, path)
}

#[test]
fn verify_looks_at_the_release_of_the_root() {
    let (one, two, root) = two();
    one.build();
    two.build();
    two.write("public/index.html", "x");
    let verify = || one.run(&["verify", "--root", &root, "--lang", "en"]);
    let told = verify().exits(1).stdout;
    assert!(told.starts_with("changed index.html\n"), "{told}");
    one.run(&["verify"]).exits(0);
    // What is named is where it is said to be.
    one.run(&["verify", "public", "--root", &root]).exits(0);
}

//! How long each stage takes on the example site: `cargo bench`.

#![allow(
    clippy::expect_used,
    reason = "a benchmark that cannot run has nothing to say"
)]

use std::path::{Path, PathBuf};

use divan::{Bencher, counter::ItemsCount};
use gongkai::check::{Asked, Subject, check};
use gongkai::content::{Loaded, load};
use gongkai::model::Disclosure;
use gongkai::pages::{Index, Input, Plan, Sizes, plan};
use gongkai::release::Staging;
use gongkai::render::{Theme, render};

fn main() {
    divan::main();
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

/// The example site, loaded; its theme.
fn loaded() -> (Loaded, Theme) {
    let mut loaded = load(&root());
    let site = loaded.site.as_ref().expect("the example site loads");
    let theme = Theme::load(&root(), &site.settings, &mut loaded.sources);
    (loaded, theme.expect("the theme loads"))
}

/// Runs `measure` with the plan of the example site.
fn with_plan(measure: impl FnOnce(&Plan<'_>, &Theme)) {
    let (loaded, theme) = loaded();
    let site = loaded.site.as_ref().expect("the example site loads");
    let index = Index::new(site, jiff::civil::date(2020, 12, 31));
    let unread = Default::default();
    let plan = plan(Input {
        site,
        index: &index,
        unread: &unread,
        words: theme.words(),
        history: None,
        assets: theme.asset_paths(),
    });
    measure(&plan.expect("the example site can be planned"), &theme);
}

#[divan::bench]
fn load_content(bencher: Bencher<'_, '_>) {
    let root = root();
    let files = load(&root).files;
    bencher
        .counter(ItemsCount::new(files))
        .bench_local(|| load(&root));
}

/// All rules; the time is that of a task, of which there are many more than of anything else.
#[divan::bench]
fn check_tasks(bencher: Bencher<'_, '_>) {
    let loaded = load(&root());
    let (site, mut sources) = (loaded.site, loaded.sources);
    let site = site.as_ref().expect("the example site loads");
    let chapters = site.home.all_disclosures().flat_map(Disclosure::chapters);
    let tasks: usize = chapters.map(|chapter| chapter.tasks.len()).sum();
    let subject = Subject {
        site,
        unread: &gongkai::model::Unread::default(),
        as_of: jiff::civil::date(2020, 12, 31),
        read_attachment: gongkai::attachment::read_file,
        answers: None,
    };
    bencher
        .counter(ItemsCount::new(tasks))
        .bench_local(|| check(subject, Asked::Everything, &mut sources));
}

#[divan::bench]
fn render_pages(bencher: Bencher<'_, '_>) {
    with_plan(|plan, theme| {
        let sizes = Sizes::new();
        bencher
            .counter(ItemsCount::new(plan.pages.len()))
            .bench_local(|| {
                for page in &plan.pages {
                    let context = plan.context(page, &sizes);
                    divan::black_box(render(theme, &context, page.origin)).expect("it renders");
                }
            });
    });
}

#[divan::bench]
fn write_pages(bencher: Bencher<'_, '_>) {
    with_plan(|plan, theme| {
        let sizes = Sizes::new();
        let pages: Vec<_> = plan
            .pages
            .iter()
            .map(|page| {
                let html = render(theme, &plan.context(page, &sizes), None).expect("it renders");
                (&page.path, html)
            })
            .collect();
        bencher
            .counter(ItemsCount::new(pages.len()))
            .with_inputs(|| tempfile::tempdir().expect("a temporary folder"))
            .bench_local_refs(|folder| {
                let staging = Staging::open(&folder.path().join("public")).expect("it opens");
                for (path, html) in &pages {
                    staging.put(path, html).expect("it is staged");
                }
                staging.commit("2020-12-31").expect("it is committed");
            });
    });
}

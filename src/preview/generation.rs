//! A site as it was read at one time. Each lives on a thread of its own, which holds what its plan
//! borrows from; whoever holds the [`Generation`] asks it questions, and it ends when nobody does.

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use tokio::sync::oneshot;

use super::busy::Busy;
use super::compare::{Comparison, Release};
use super::findings::Findings;
use super::held::HeldPage;
use super::known::Known;
use super::live::Live;
use super::past::{self, Past};
use super::showing::Signals;
use super::{Folders, Options, Shown, compare, held};
use crate::build::Read;
use crate::content::{self, Memory};
use crate::diagnostic::{Diagnostic, Faults, Lang, Sources};
use crate::export::Fact;
use crate::pages::{self, HeldBack, Index, Input, Outlines};
use crate::release::Digest;
use crate::render::{Theme, ThemeMemory};
use crate::say;

/// As deep as the first thread of a program usually may go, in bytes.
const STACK: usize = 8 * 1024 * 1024;

type Question = Box<dyn for<'a> FnOnce(&Live<'a>) + Send>;

/// A site that can be shown.
pub(super) struct Generation {
    questions: Sender<Question>,
    pub(super) facts: Facts,
    pub(super) side: Arc<Side>,
}

/// What is known of a generation without asking.
#[derive(Debug)]
pub(super) struct Facts {
    /// The path of the base URL, from `/` to `/`.
    pub(super) base_path: String,
    pub(super) pages: usize,
    pub(super) theme: Arc<Theme>,
    pub(super) held_back: HeldBack,
    /// What is shown although it is held back.
    pub(super) held: Vec<HeldPage>,
}

/// What is found out beside the answers, and told as it comes.
pub(super) struct Side {
    is_over: AtomicBool,
    pub(super) busy: Arc<Busy>,
    pub(super) findings: Mutex<Option<Arc<Findings>>>,
    /// The files that are not committed.
    uncommitted: Mutex<Arc<BTreeSet<String>>>,
    pub(super) comparison: Mutex<Arc<Comparison>>,
    pub(super) signals: Arc<Signals>,
}

impl Side {
    /// Whether nobody asks any more.
    pub(super) fn is_over(&self) -> bool {
        self.is_over.load(Ordering::Relaxed)
    }

    pub(super) fn findings(&self) -> Option<Arc<Findings>> {
        let findings = self.findings.lock();
        findings.unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(super) fn uncommitted(&self) -> Arc<BTreeSet<String>> {
        let uncommitted = self.uncommitted.lock();
        Arc::clone(&uncommitted.unwrap_or_else(PoisonError::into_inner))
    }

    pub(super) fn comparison(&self) -> Arc<Comparison> {
        let comparison = self.comparison.lock();
        Arc::clone(&comparison.unwrap_or_else(PoisonError::into_inner))
    }
}

impl Generation {
    /// Asks a question. None if it could not be answered, which is a fault of the program.
    pub(super) async fn ask<R: Send + 'static>(
        &self,
        question: impl for<'a> FnOnce(&Live<'a>) -> R + Send + 'static,
    ) -> Option<R> {
        let (answer, answered) = oneshot::channel();
        let side = Arc::clone(&self.side);
        let asked = self.questions.send(Box::new(move |live| {
            let doing = side.busy.begin();
            let result = question(live);
            drop(doing);
            // Whoever asked may have left.
            drop(answer.send(result));
        }));
        asked.ok()?;
        answered.await.ok()
    }
}

impl Drop for Generation {
    fn drop(&mut self) {
        self.side.is_over.store(true, Ordering::Relaxed);
        self.side.signals.wake();
    }
}

/// What came of reading a site.
pub(super) enum Outcome {
    Good(Box<Generation>),
    Faulty(Vec<Shown>),
}

/// What all generations of a preview share.
#[derive(Clone)]
pub(super) struct Common {
    pub(super) options: Arc<Options>,
    pub(super) signals: Arc<Signals>,
    pub(super) release: Arc<Release>,
    /// The digests of pages that were rendered.
    pub(super) known: Arc<Known<Digest>>,
    /// What is known of data files that were made.
    pub(super) known_data: Arc<Known<Fact>>,
    pub(super) memory: Arc<Memory>,
    pub(super) theme: Arc<ThemeMemory>,
    pub(super) outlines: Arc<Outlines>,
    pub(super) past: Arc<Past>,
    pub(super) busy: Arc<Busy>,
}

impl Common {
    pub(super) fn new(options: Options, folders: Folders) -> Self {
        Self {
            options: Arc::new(options),
            signals: Arc::new(Signals::new()),
            release: Arc::new(Release::new(folders)),
            known: Arc::default(),
            known_data: Arc::default(),
            memory: Arc::default(),
            theme: Arc::default(),
            outlines: Arc::default(),
            past: Arc::default(),
            busy: Arc::default(),
        }
    }
}

/// Tells once what came of reading a site; when it is dropped before, that it failed.
struct Teller<F: FnOnce(Outcome)> {
    done: Option<F>,
    lang: Lang,
}

impl<F: FnOnce(Outcome)> Teller<F> {
    fn tell(&mut self, outcome: Outcome) {
        if let Some(done) = self.done.take() {
            done(outcome);
        }
    }
}

impl<F: FnOnce(Outcome)> Drop for Teller<F> {
    fn drop(&mut self) {
        if self.done.is_some() {
            let what = match thread::panicking() {
                true => say!(
                    "程序出错，网站没有读完：这是程序的缺陷，终端里有说明",
                    "the program failed while it read the site: a fault of its own, which the terminal tells"
                ),
                false => say!(
                    "系统不再给线程，网站没有读",
                    "the system gives no more threads: the site was not read"
                ),
            };
            let fault = Diagnostic::error("serve/not-read", what).hint(say!(
                "再保存一次任何文件，会重新读；仍不行就重新运行 `gongkai serve`",
                "save any file again and it is read anew; if that fails, too, start `gongkai serve` again"
            ));
            let faults = Shown::all(&fault.into(), &Sources::new(), self.lang);
            self.tell(Outcome::Faulty(faults));
        }
    }
}

/// Reads the site on a new thread; `done` is called once with what came of it, whatever happens.
pub(super) fn load(common: Common, done: impl FnOnce(Outcome) + Send + 'static) {
    let thread = thread::Builder::new().name("generation".to_owned());
    let mut teller = Teller {
        done: Some(done),
        lang: common.options.lang,
    };
    let started = thread.stack_size(STACK).spawn(move || {
        if let Err(faults) = live(&common, &mut |outcome| teller.tell(outcome)) {
            let mut all = Findings::errors(&common.options);
            if all.is_empty() {
                // It was mended meanwhile, and is about to be read again.
                all = faults;
            }
            teller.tell(Outcome::Faulty(all));
        }
    });
    // Without a thread, the teller is dropped and tells it.
    drop(started);
}

/// Reads and plans the site, and answers until nobody asks any more.
fn live(common: &Common, done: &mut dyn FnMut(Outcome)) -> Result<(), Vec<Shown>> {
    let options = &common.options;
    let lang = options.lang;
    let mut loaded = content::load_again(&options.root, &common.memory);
    let shown = |faults: &Faults, sources: &Sources| Shown::errors(faults, sources, lang);
    let (Some(site), false) = (&loaded.site, loaded.faults.has_errors()) else {
        return Err(shown(&loaded.faults, &loaded.sources));
    };
    let as_of = (options.as_of)(site.settings.utc_offset)
        .map_err(|why| shown(&Diagnostic::error("usage", why).into(), &loaded.sources))?;
    let files = loaded.sources.share();
    let theme = (common.theme).load(&options.root, &site.settings, &mut loaded.sources);
    let sources = &loaded.sources;
    let theme = theme.map_err(|faults| shown(&faults, sources))?;
    let index = if options.drafts {
        Index::with_held_back_again(site, &common.outlines)
    } else {
        Index::again(site, as_of, &common.outlines)
    };
    let history = common.past.of(options, site);
    let nothing = crate::model::Unread::default();
    let plan = pages::plan(Input {
        site,
        index: &index,
        unread: &nothing,
        words: theme.words(),
        history: history.as_deref(),
        assets: theme.asset_paths(),
    });
    let plan = plan.map_err(|faults| shown(&faults, sources))?;
    let (questions, asked) = mpsc::channel();
    let side = Arc::new(Side {
        is_over: AtomicBool::new(false),
        busy: Arc::clone(&common.busy),
        findings: Mutex::default(),
        uncommitted: Mutex::default(),
        comparison: Mutex::default(),
        signals: Arc::clone(&common.signals),
    });
    let held = if options.drafts {
        held::pages(&plan, as_of)
    } else {
        Vec::new()
    };
    let facts = Facts {
        base_path: site.settings.base_path().to_owned(),
        pages: plan.pages.len(),
        theme: Arc::clone(&theme),
        held_back: pages::held_back(site, as_of),
        held,
    };
    done(Outcome::Good(Box::new(Generation {
        questions,
        facts,
        side: Arc::clone(&side),
    })));
    let live = Live::new(&plan, as_of, &theme, sources, lang, &common.known_data);
    let read = || Read {
        site: Some(site),
        unread: &nothing,
        sources: Sources::with(files.clone()),
        faults: loaded.faults.clone(),
    };
    answer(&live, &Mutex::new(asked), || {
        beside(&live, &side, common, read());
    });
    Ok(())
}

/// Answers on as many threads as there are cores, and finds out the rest beside.
fn answer(live: &Live<'_>, asked: &Mutex<Receiver<Question>>, beside: impl FnOnce() + Send) {
    let threads = thread::available_parallelism().map_or(2, |cores| cores.get().max(2));
    thread::scope(|scope| {
        for _ in 1..threads {
            scope.spawn(|| answer_here(live, asked));
        }
        scope.spawn(beside);
        answer_here(live, asked);
    });
}

fn answer_here(live: &Live<'_>, asked: &Mutex<Receiver<Question>>) {
    loop {
        let next = asked.lock().unwrap_or_else(PoisonError::into_inner).recv();
        match next {
            // One that panics is answered with nothing; the thread goes on to the next.
            Ok(question) => drop(catch_unwind(AssertUnwindSafe(|| question(live)))),
            Err(_) => return,
        }
    }
}

/// Checks the site and compares it with its last release, once somebody looks at it and it stayed as it
/// is for a moment.
fn beside(live: &Live<'_>, side: &Side, common: &Common, read: Read<'_>) {
    let Some(_turn) = side.signals.turn(side) else {
        return;
    };
    compare::paths(live, side, &common.release);
    let uncommitted = Arc::new(past::uncommitted(&common.options));
    *side
        .uncommitted
        .lock()
        .unwrap_or_else(PoisonError::into_inner) = uncommitted;
    side.busy.give_way();
    if side.is_over() {
        return;
    }
    let found = Findings::of(&common.options, read);
    *side.findings.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(found));
    side.signals.news();
    compare::pages(live, side, &common.release, &common.known);
}

impl std::fmt::Debug for Generation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Generation")
            .field("facts", &self.facts)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
pub(super) mod tests;

// Runs on every page of a preview: shows it anew when the site changed, and what there is to say of it.

import { makeBar } from './bar.js';
import { mark } from './marks.js';
import { makeOverlay } from './overlay.js';
import { element, wordsOf } from './words.js';

const OWN = '/-/gongkai/';
const MARKING = 'gongkai-preview-marking';
/** What the page is: the digest of its bytes; empty if it stands in place of one that cannot be shown. */
const { generation, digest } = document.querySelector(`script[src^="${OWN}"][data-generation]`).dataset;

const host = element('gongkai-preview');
const root = host.attachShadow({ mode: 'open' });
const sheet = (name) => element('link', { rel: 'stylesheet', href: new URL(name, import.meta.url) });
const bar = makeBar(root, { mark: () => setMarking(!marks), showFaults });
const overlay = makeOverlay(root, () => root.getElementById('faults')?.focus());
const look = sheet('bar.css');

let state = null;
let words = wordsOf('zh');
let marks = null;
let isMarking = false;

async function refresh() {
  const query = new URLSearchParams({ page: decodeURI(location.pathname) });
  const answer = await fetch(`${OWN}state?${query.toString().replaceAll('+', '%20')}`);
  if (!answer.ok) return;
  state = await answer.json();
  words = wordsOf(state.lang);
  const faults = [...state.faults, ...(state.page?.faults ?? [])];
  const isFaultPage = digest === '';
  // What the page is now: another page is shown, but not a faulty one in place of a good one.
  const now = state.page ? (state.page.digest ?? '') : digest;
  const isOther = state.page ? now !== digest : String(state.generation) !== generation;
  if (faults.length === 0 && isOther) return reload();
  if (isFaultPage && String(state.generation) !== generation) return reload();
  if (faults.length && !isFaultPage) overlay.show(faults, words);
  else overlay.hide();
  bar.update(isFaultPage ? { ...state, faults: [], page: null } : state, words, marks !== null);
  markHeld();
  if (sessionStorage.getItem(MARKING) && !marks && state.page?.change === 'changed') await setMarking(true, true);
}

function reload() {
  news.close();
  location.reload();
}

function showFaults() {
  overlay.show([...state.faults, ...(state.page?.faults ?? [])], words, true);
  root.querySelector('.overlay button')?.focus();
}

async function setMarking(on, isQuiet = false) {
  if (isMarking || (on && state?.page?.change !== 'changed')) return;
  isMarking = true;
  if (on) {
    marks = await mark(state.page.path);
    sessionStorage.setItem(MARKING, 'yes');
    if (!isQuiet) bar.say(marks ? words.marked(marks.count) : words.cannotMark);
  } else {
    marks?.undo();
    marks = null;
    sessionStorage.removeItem(MARKING);
    bar.say(words.unmarked);
  }
  isMarking = false;
  bar.update(state, words, marks !== null);
}

/** Says beside every link to a page that is held back that it is. */
function markHeld() {
  for (const { path, why, date } of state.held ?? []) {
    const url = new URL(state.base + path, location.origin);
    for (const link of document.querySelectorAll('main a[href]')) {
      if (link.href !== url.href || link.nextElementSibling?.matches('.gongkai-held')) continue;
      const text = why === 'draft' ? words.draftMark : words.notDueMark(date);
      link.after(element('span', { class: 'gongkai-held' }, text));
    }
  }
}

addEventListener('keydown', (event) => {
  if (event.key !== 'F8' || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  setMarking(!marks);
});

// A page that nobody sees does not hold one of the few connections that a browser makes to a host.
const news = {
  source: null,
  isBusy: false,
  isStale: false,
  open() {
    if (this.source || document.hidden) return;
    this.source = new EventSource(`${OWN}events`);
    this.source.onmessage = () => this.come();
    this.source.onerror = () => state && bar.update({ ...state, isGone: true }, words, marks !== null);
  },
  close() {
    this.source?.close();
    this.source = null;
  },
  async come() {
    this.isStale = true;
    if (this.isBusy) return;
    this.isBusy = true;
    while (this.isStale) {
      this.isStale = false;
      // The server may just have ended; the stream tells.
      await refresh().catch(() => {});
    }
    this.isBusy = false;
  },
};

document.addEventListener('visibilitychange', () => (document.hidden ? news.close() : news.open()));
addEventListener('pagehide', () => news.close());
addEventListener('pageshow', (event) => event.persisted && news.open());

document.head.append(sheet('marks.css'));
look.addEventListener('load', () => (host.hidden = false));
host.hidden = true;
root.prepend(look);
document.body.append(host);
// The end of the page is not behind the bar.
new ResizeObserver(() => {
  const height = root.getElementById('bar').offsetHeight;
  document.documentElement.style.setProperty('--gongkai-preview-bar', `${height}px`);
}).observe(root.getElementById('bar'));
news.open();

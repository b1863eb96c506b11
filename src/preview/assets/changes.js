// Lists all pages that differ from the last release, as far as they were compared.

import { element, wordsOf } from './words.js';

const MOST = 500;
const words = wordsOf(document.documentElement.lang.slice(0, 2));
const [progress, place] = ['progress', 'changes'].map((id) => document.getElementById(id));
let shown = '';

async function refresh() {
  const answer = await fetch('/-/gongkai/changes.json');
  if (!answer.ok) return;
  const { base, as_of: day, is_begun: isBegun, done, of, differing } = await answer.json();
  const isDone = isBegun && done >= of;
  progress.textContent = !isBegun
    ? words.progress(0, of)
    : day === null
      ? words.noRelease
      : [words.since(day), ...(isDone ? [] : [words.progress(done, of)])].join(words.stop) + words.stop.trim();
  const key = JSON.stringify([differing, isDone]);
  if (key === shown) return;
  shown = key;
  const groups = ['added', 'changed', 'removed'].flatMap((change) => {
    const pages = differing.filter((one) => one.change === change);
    if (pages.length === 0) return [];
    return [
      element('h2', {}, `${words.groups[change]} (${pages.length})`),
      element('ul', {}, ...pages.slice(0, MOST).map((one) => entry(base, one))),
      ...(pages.length > MOST ? [element('p', {}, words.more(pages.length - MOST))] : []),
    ];
  });
  const isSame = groups.length === 0 && isDone && day !== null;
  place.replaceChildren(...(isSame ? [element('p', {}, words.none)] : groups));
}

function entry(base, { path, change, title }) {
  const shownPath = element('code', {}, path);
  if (change === 'removed') return element('li', {}, shownPath);
  const url = base + path.split('/').map(encodeURIComponent).join('/').replace(/(^|\/)index\.html$/, '$1');
  return element('li', {}, element('a', { href: url }, title), ' ', shownPath);
}

let isBusy = false;
let isStale = false;
async function come() {
  isStale = true;
  if (isBusy) return;
  isBusy = true;
  while (isStale) {
    isStale = false;
    await refresh().catch(() => {});
  }
  isBusy = false;
}
let source = null;
function listen() {
  if (document.hidden) {
    source?.close();
    source = null;
  } else if (!source) {
    source = new EventSource('/-/gongkai/events');
    source.onmessage = come;
  }
}
document.addEventListener('visibilitychange', listen);
listen();

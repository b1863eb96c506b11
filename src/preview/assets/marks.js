// Marks in the page what differs from the page that was released: what came, and what went.

import { changes, sideBySide } from './align.js';

/** What holds a paragraph. */
const BLOCKS =
  'h1,h2,h3,h4,h5,h6,p,li,dt,dd,td,th,caption,figcaption,summary,pre,blockquote,div,section,article,' +
  'header,footer,nav,ul,ol,dl,table,tbody,tr,figure,details,main';
/** What is not text of the page. */
const SKIPPED = 'script,style,template,svg,form,noscript,select,button,gongkai-preview';
/** What is added or removed as a whole. */
const UNITS = 'tr,dl > div,li';

const plain = (text) => text.replace(/\s+/g, ' ').trim();

/** The paragraphs of an element: runs of text nodes that the same block holds. */
function paragraphs(main) {
  const walker = main.ownerDocument.createTreeWalker(main, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (node.parentElement.closest(SKIPPED)) continue;
    const element = node.parentElement.closest(BLOCKS);
    const last = found.at(-1);
    if (last?.element === element) last.nodes.push(node);
    else found.push({ element, nodes: [node] });
  }
  for (const one of found) {
    one.raw = one.nodes.map((node) => node.data).join('');
    one.text = plain(one.raw);
    one.tag = one.element.tagName;
  }
  return found.filter((one) => one.text !== '');
}

async function mainOf(url) {
  const answer = await fetch(url);
  if (!answer.ok && !url.startsWith(location.pathname)) return null;
  const parsed = new DOMParser().parseFromString(await answer.text(), 'text/html');
  return parsed.querySelector('main');
}

/**
 * Marks the page. Gives how many places were marked and a function that undoes it; none if there is no
 * released page to compare with.
 */
export async function mark(path) {
  const [released, current] = await Promise.all([
    mainOf(`/-/gongkai/released/${path.split('/').map(encodeURIComponent).join('/')}`),
    mainOf(location.pathname),
  ]);
  const main = document.querySelector('main');
  if (!released || !current || !main) return null;
  const before = paragraphs(released);
  const after = paragraphs(current);
  // What the page's own scripts added is in neither of the two.
  const here = new Map();
  const seen = paragraphs(main);
  for (const { a, b } of sideBySide(after, seen)) {
    if (a !== undefined && b !== undefined && after[a].text === seen[b].text) here.set(a, seen[b]);
  }
  const undo = [];
  let count = 0;
  const rows = sideBySide(before, after);
  const gone = new Set(rows.filter((row) => row.b === undefined).map((row) => before[row.a]));
  const done = new Set();
  // From the end, so that what is put in stands before what it is put before.
  for (let at = rows.length - 1; at >= 0; at -= 1) {
    const { a, b } = rows[at];
    if (b === undefined) {
      if (done.has(before[a])) continue;
      const near = (step) => {
        for (let i = at + step; i >= 0 && i < rows.length; i += step) {
          const place = rows[i].b === undefined ? undefined : here.get(rows[i].b);
          if (place) return place.element;
        }
        return null;
      };
      const deleted = asDeleted(before[a], before, gone, done);
      if (place(deleted, near(-1), near(1), main, undo)) count += 1;
      continue;
    }
    const shown = here.get(b);
    if (!shown) continue;
    if (a === undefined) {
      markText(shown, [{ op: 'insert', text: shown.raw }], undo);
      count += 1;
    } else if (before[a].text !== after[b].text) {
      const parts = changes(squeezed(before[a].raw), squeezed(shown.raw), document.documentElement.lang);
      markText(shown, parts, undo);
      count += 1;
    }
  }
  return {
    count,
    undo() {
      for (const step of undo.reverse()) step();
    },
  };
}

/** A text whose spaces are as they are seen, at the same length for what is in the page. */
const squeezed = (text) => text.replace(/[\t\n\r]/g, ' ');

/** Wraps the parts of a paragraph; the texts that are equal and inserted make up its own. */
function markText({ nodes }, parts, undo) {
  const queue = parts.map((part) => ({ ...part }));
  nodes.forEach((node, index) => {
    const pieces = [];
    let left = node.data;
    const isLast = index === nodes.length - 1;
    while (queue.length && (left !== '' || queue[0].op === 'delete' || isLast)) {
      const part = queue[0];
      if (part.op === 'delete') {
        pieces.push(wrapped('del', part.text));
        queue.shift();
        continue;
      }
      const taken = left.slice(0, part.text.length);
      if (taken === '') break;
      pieces.push(part.op === 'insert' && taken.trim() !== '' ? wrapped('ins', taken) : taken);
      left = left.slice(taken.length);
      part.text = part.text.slice(taken.length);
      if (part.text === '') queue.shift();
    }
    if (left !== '') pieces.push(left);
    if (pieces.every((piece) => typeof piece === 'string')) return;
    const holder = document.createDocumentFragment();
    holder.append(...pieces);
    const put = [...holder.childNodes];
    node.replaceWith(holder);
    undo.push(() => {
      put[0].before(node);
      for (const piece of put) piece.remove();
    });
  });
}

function wrapped(tag, text) {
  const element = document.createElement(tag);
  element.className = 'gongkai-mark';
  element.textContent = text;
  return element;
}

/** A paragraph that went, or all of the row or entry that went with it, as it stood. */
function asDeleted(paragraph, before, gone, done) {
  const unit = paragraph.element.closest(UNITS);
  const within = unit ? before.filter((other) => unit.contains(other.element)) : [];
  const isWhole = within.length > 0 && within.every((other) => gone.has(other));
  if (isWhole) for (const other of within) done.add(other);
  const source = isWhole ? unit : paragraph.element;
  const copy = document.importNode(source, true);
  for (const element of [copy, ...copy.querySelectorAll('*')]) {
    for (const name of ['id', 'href', 'for', 'name', 'headers', 'aria-labelledby']) element.removeAttribute(name);
  }
  for (const skipped of copy.querySelectorAll(SKIPPED)) skipped.remove();
  const walker = document.createTreeWalker(copy, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) if (plain(walker.currentNode.data) !== '') texts.push(walker.currentNode);
  for (const text of texts) text.replaceWith(wrapped('del', text.data));
  return { copy, text: paragraph.text, tag: source.tagName, within: source.parentElement.tagName, isWhole };
}

/** Puts what went where it stood: after what stood before it, or before what stood after it. */
function place({ copy, text, tag, within, isWhole }, previous, next, main, undo) {
  const keep = (element) => {
    undo.push(() => element.remove());
    return true;
  };
  if (isWhole) {
    const selector = tag === 'DIV' ? 'dl > div' : tag.toLowerCase();
    // Not among the heads of a table, nor in the list before.
    const fits = (element) => (element?.parentElement.tagName === within ? element : null);
    const [up, down] = [fits(previous?.closest(selector)), fits(next?.closest(selector))];
    if (up) up.after(copy);
    else if (down) down.before(copy);
    if (up || down) return keep(copy);
  }
  const paragraph = document.createElement('p');
  paragraph.append(wrapped('del', text));
  const isFlow = (element) => element && /^(P|H[1-6]|PRE|BLOCKQUOTE)$/.test(element.tagName);
  if (isFlow(previous)) previous.after(paragraph);
  else if (isFlow(next)) next.before(paragraph);
  else if (previous && main.contains(previous)) previous.append(' ', ...paragraph.childNodes);
  else main.prepend(paragraph);
  const put = paragraph.isConnected ? paragraph : previous.lastChild;
  return keep(put);
}

// Finds what differs between two texts, and between two lists of paragraphs, in a way that reads well.

/** A difference this large is no longer looked at in detail. */
const MOST = 1000;
/** Two paragraphs are the same one, changed, if they have so much in common. */
const LIKE = 0.35;
/** Runs of paragraphs longer than this are paired in order only. */
const LONG = 60;

/**
 * What leads from one list to another, after Myers (1986): steps `{ op, a, b }`, where `op` is `equal`,
 * `delete` or `insert` and `a` and `b` are positions.
 */
export function diff(a, b, same = (x, y) => x === y) {
  let start = 0;
  while (start < a.length && start < b.length && same(a[start], b[start])) start += 1;
  let endA = a.length;
  let endB = b.length;
  while (endA > start && endB > start && same(a[endA - 1], b[endB - 1])) {
    endA -= 1;
    endB -= 1;
  }
  const steps = [];
  for (let at = 0; at < start; at += 1) steps.push({ op: 'equal', a: at, b: at });
  steps.push(...middle(a, b, same, start, endA, endB));
  for (let at = endA; at < a.length; at += 1) steps.push({ op: 'equal', a: at, b: at - endA + endB });
  return steps;
}

function middle(a, b, same, start, endA, endB) {
  const n = endA - start;
  const m = endB - start;
  const replaced = () => [
    ...Array.from({ length: n }, (_, at) => ({ op: 'delete', a: start + at, b: start })),
    ...Array.from({ length: m }, (_, at) => ({ op: 'insert', a: endA, b: start + at })),
  ];
  if (n === 0 || m === 0) return replaced();
  const most = Math.min(n + m, MOST);
  const trace = [];
  let reach = new Map([[1, 0]]);
  for (let d = 0; d <= most; d += 1) {
    trace.push(new Map(reach));
    for (let k = -d; k <= d; k += 2) {
      const down = k === -d || (k !== d && (reach.get(k - 1) ?? -1) < (reach.get(k + 1) ?? -1));
      let x = down ? reach.get(k + 1) : reach.get(k - 1) + 1;
      let y = x - k;
      while (x < n && y < m && same(a[start + x], b[start + y])) {
        x += 1;
        y += 1;
      }
      reach.set(k, x);
      if (x >= n && y >= m) return back(trace, d, n, m, start);
    }
  }
  return replaced();
}

function back(trace, last, n, m, start) {
  const steps = [];
  let x = n;
  let y = m;
  for (let d = last; d >= 0; d -= 1) {
    const reach = trace[d];
    const k = x - y;
    const down = k === -d || (k !== d && (reach.get(k - 1) ?? -1) < (reach.get(k + 1) ?? -1));
    const before = down ? k + 1 : k - 1;
    const fromX = d === 0 ? 0 : reach.get(before);
    const afterStep = d === 0 || down ? fromX : fromX + 1;
    while (x > afterStep) {
      x -= 1;
      y -= 1;
      steps.push({ op: 'equal', a: start + x, b: start + y });
    }
    if (d === 0) break;
    if (down) {
      y -= 1;
      steps.push({ op: 'insert', a: start + x, b: start + y });
    } else {
      x -= 1;
      steps.push({ op: 'delete', a: start + x, b: start + y });
    }
  }
  return steps.reverse();
}

/** The words of a text; Chinese has no spaces between them. */
export function wordsIn(text, lang = 'zh') {
  const segmenter = new Intl.Segmenter(lang, { granularity: 'word' });
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}

/**
 * What changed from one text to another, as parts `{ op, text }`. What is deleted comes before what is
 * inserted in its place; a lone character between two changes belongs to them, as nobody reads it alone.
 */
export function changes(before, after, lang) {
  const a = wordsIn(before, lang);
  const b = wordsIn(after, lang);
  let runs = [];
  for (const { op, a: atA, b: atB } of diff(a, b)) {
    const last = runs.at(-1);
    const run = op === 'equal' || !last || last.equal !== '' ? { equal: '', deleted: '', inserted: '' } : last;
    if (op === 'equal') {
      if (last && last.equal !== '') last.equal += b[atB];
      else runs.push({ ...run, equal: b[atB] });
      continue;
    }
    if (run !== last) runs.push(run);
    if (op === 'delete') run.deleted += a[atA];
    else run.inserted += b[atB];
  }
  const size = (run) => Math.max(run.deleted.length, run.inserted.length);
  for (let at = 1; at + 1 < runs.length; at += 1) {
    const [left, mid, right] = runs.slice(at - 1, at + 2);
    const isShort = mid.equal !== '' && [...mid.equal].length <= 1;
    if (!isShort || left.equal !== '' || right.equal !== '' || size(left) + size(right) < 3) continue;
    const joined = {
      equal: '',
      deleted: left.deleted + mid.equal + right.deleted,
      inserted: left.inserted + mid.equal + right.inserted,
    };
    runs = [...runs.slice(0, at - 1), joined, ...runs.slice(at + 2)];
    at -= 1;
  }
  return runs.flatMap(({ equal, deleted, inserted }) => [
    ...(equal ? [{ op: 'equal', text: equal }] : []),
    ...(deleted ? [{ op: 'delete', text: deleted }] : []),
    ...(inserted ? [{ op: 'insert', text: inserted }] : []),
  ]);
}

/** How much two texts have in common, from 0 to 1: pairs of characters, after Dice. */
export function likeness(a, b) {
  if (a === b) return 1;
  const pairs = (text) => {
    const counts = new Map();
    for (let at = 0; at + 1 < text.length; at += 1) {
      const pair = text.slice(at, at + 2);
      counts.set(pair, (counts.get(pair) ?? 0) + 1);
    }
    return counts;
  };
  const [own, other] = [pairs(a), pairs(b)];
  let common = 0;
  for (const [pair, count] of own) common += Math.min(count, other.get(pair) ?? 0);
  const all = Math.max(a.length - 1, 0) + Math.max(b.length - 1, 0);
  return all ? (2 * common) / all : 0;
}

/**
 * Lays two lists of paragraphs `{ tag, text }` side by side: rows `{ a, b }` of positions, one of which
 * is missing where a paragraph was deleted or inserted.
 */
export function sideBySide(a, b) {
  const same = (x, y) => x.tag === y.tag && x.text === y.text;
  const rows = [];
  let gone = [];
  let came = [];
  const settle = () => {
    rows.push(...paired(a, b, gone, came));
    gone = [];
    came = [];
  };
  for (const step of diff(a, b, same)) {
    if (step.op === 'delete') gone.push(step.a);
    else if (step.op === 'insert') came.push(step.b);
    else {
      settle();
      rows.push({ a: step.a, b: step.b });
    }
  }
  settle();
  return rows;
}

/** Pairs what came with what went, in order, so that the pairs have as much in common as can be. */
function paired(a, b, gone, came) {
  const alone = (list, key) => list.map((at) => ({ [key]: at }));
  if (gone.length === 0 || came.length === 0) return [...alone(gone, 'a'), ...alone(came, 'b')];
  const isLong = gone.length > LONG || came.length > LONG;
  const score = (i, j) => {
    const [x, y] = [a[gone[i]], b[came[j]]];
    if (x.tag !== y.tag || (isLong && i !== j)) return 0;
    const like = likeness(x.text, y.text);
    // A short paragraph such as a number or a date has no text to be alike.
    const isShort = gone.length === came.length && i === j && Math.max(x.text.length, y.text.length) < 12;
    return like >= LIKE ? like : isShort ? LIKE : 0;
  };
  const best = Array.from({ length: gone.length + 1 }, () => new Float64Array(came.length + 1));
  for (let i = gone.length - 1; i >= 0; i -= 1) {
    for (let j = came.length - 1; j >= 0; j -= 1) {
      const own = score(i, j);
      const pair = own > 0 ? own + best[i + 1][j + 1] : 0;
      best[i][j] = Math.max(pair, best[i + 1][j], best[i][j + 1]);
    }
  }
  const rows = [];
  let [i, j] = [0, 0];
  while (i < gone.length && j < came.length) {
    const own = score(i, j);
    if (own > 0 && best[i][j] === own + best[i + 1][j + 1]) rows.push({ a: gone[i++], b: came[j++] });
    else if (best[i][j] === best[i + 1][j]) rows.push({ a: gone[i++] });
    else rows.push({ b: came[j++] });
  }
  return [...rows, ...alone(gone.slice(i), 'a'), ...alone(came.slice(j), 'b')];
}

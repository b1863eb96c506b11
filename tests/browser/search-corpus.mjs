// Random texts and records, the same for the same seed.

/** Numbers from 0 to 1 (mulberry32). */
export function random(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Few enough that pairs repeat; beyond the first plane, composed and decomposed, wide and half-wide. */
export const CHARACTERS = [
  ...'区教育局拱宸桥街道项目建设推进完成的国國發展体體',
  ...'𠀀𡃁🏫', 'é', 'e\u0301', 'A', 'a', 'Ａ', 'R', '&', 'D', '＆', '4', '４', '%', '％', 'ﬁ', '㎡', 'ｶ', 'ﾞ', 'ß', 'İ', 'Σ',
  'ᄀ', 'ᅡ', '\u3000', ' ', '\n', '\u200b', '\ufe0f', '，', '。', '-', '葛\u{e0100}',
];

export const TABLE = new Map([['國', '国'], ['發', '发'], ['體', '体'], ['，', ',']]);

export function pick(next, list) {
  return list[Math.floor(next() * list.length)];
}

export function text(next, most) {
  const length = Math.floor(next() ** 2 * (most + 1));
  return Array.from({ length }, () => pick(next, CHARACTERS)).join('');
}

/** Segments of records, the newest first. */
export function corpus(next, sizes) {
  let number = 0;
  return sizes.map((size) => Array.from({ length: size }, () => {
    number += 1;
    const units = Array.from({ length: Math.floor(next() * 3) }, () => `unit-${Math.floor(next() * 5)}`);
    return {
      kind: 1 + Math.floor(next() * 4),
      path: `plans/2020-q2/${number}.html`,
      date: `2020-0${1 + Math.floor(next() * 9)}-01`,
      within: `信息${number}`,
      fields: [text(next, 12), text(next, 6), text(next, 4), text(next, next() < 0.1 ? 400 : 60)],
      chapter: pick(next, [undefined, '改革', '发展', '教育']),
      units: [...new Set(units)],
      period: pick(next, [undefined, '2020-Q1', '2020-Q2']),
      // The path of the root is empty.
      column: pick(next, ['', 'plans', 'plans/key']),
      status: pick(next, [undefined, 'done', 'delayed']),
    };
  }));
}

/** A query: parts of texts, changed now and then so that they may occur nowhere. */
export function query(next, segments) {
  const all = segments.flat().flatMap(({ fields }) => fields).filter(Boolean);
  const count = next() < 0.6 ? 1 : 1 + Math.floor(next() * 3);
  const parts = Array.from({ length: count }, () => {
    const from = [...pick(next, all)];
    const at = Math.floor(next() * from.length);
    const length = pick(next, [1, 1, 2, 2, 3, 4, 5, 8, 50]);
    const part = from.slice(at, at + length);
    if (next() < 0.2) part.splice(Math.floor(next() * part.length), 1, pick(next, CHARACTERS));
    return part.join('');
  });
  return parts.join(pick(next, [' ', '\u3000']));
}

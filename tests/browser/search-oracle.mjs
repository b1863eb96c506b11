// What a search must answer, by looking through all texts: src/search/FORMAT.md, section 9, without an
// index.

import { FACETS, foldCharacters, foldText, lengthsOf, TIER } from './search-encoder.mjs';

export function partsOf(text, table) {
  return [...new Set(foldText(text, table).split(' ').filter((part) => part !== ''))];
}

/** Where a part is in a text of characters. */
function offsets(characters, part) {
  const wanted = [...part];
  const found = [];
  for (let at = 0; at + wanted.length <= characters.length; at += 1) {
    if (wanted.every((one, index) => characters[at + index] === one)) found.push(at);
  }
  return found;
}

function fits(record, facets) {
  return FACETS.every((facet, index) => {
    const wanted = facets[index] ?? [];
    const own = facet === 'unit' ? record.units : [record[facet]];
    return wanted.length === 0 || own.some((key) => key !== undefined && wanted.includes(key));
  });
}

/** The tiers of segments: runs of `size` records. */
function tiersOf(segments, size) {
  return segments.flatMap((records) =>
    Array.from({ length: Math.ceil(records.length / size) }, (_, tier) => ({ records, from: tier * size, to: (tier + 1) * size })));
}

/** The records that are found, in order. */
export function answer(segments, text, facets, table, size = TIER) {
  const parts = partsOf(text, table);
  if (parts.length === 0 && facets.every((keys) => keys.length === 0)) return [];
  return tiersOf(segments, size).flatMap(({ records, from, to }) => {
    const folded = records.map(({ fields }) => fields.map((field) => foldCharacters(field, table).map(({ character }) => character)));
    const lengths = folded.map((fields) => lengthsOf(fields.map((field) => field.length)));
    const total = (which) => lengths.reduce((sum, length) => sum + length[which], 0);
    const averages = { text: average(total('text'), records.length), short: average(total('short'), records.length) };
    const places = folded.map((fields) => parts.map((part) => fields.map((field) => offsets(field, part))));
    const isIn = (of) => of.some((field) => field.length > 0);
    const own = places.slice(from, to);
    const frequency = parts.map((_, part) => own.filter((of) => isIn(of[part])).length);
    return records
      .map((record, number) => ({ record, number, of: places[number], length: lengths[number] }))
      .slice(from, to)
      .filter(({ record, of }) => of.every(isIn) && fits(record, facets))
      .map((one) => ({ ...one, score: score({ ...one, parts, frequency, averages, count: own.length }) }))
      .sort((one, other) => other.score - one.score || one.number - other.number)
      .map(({ record }) => record);
  });
}

function average(sum, count) {
  return Math.max(sum, 1) / Math.max(count, 1);
}

function score({ of, length, parts, frequency, averages, count }) {
  const lengthClass = [16, 32, 64, 128, 256, 512, 1024].filter((limit) => limit <= length.text).length;
  const norm = 0.25 + 0.75 * ([12, 24, 48, 96, 192, 384, 768, 1536][lengthClass] / averages.text);
  const shortNorm = 0.7 + 0.3 * (length.short / averages.short);
  let sum = 0;
  parts.forEach((_, part) => {
    let x = (count + 1) / (frequency[part] + 0.5);
    let idf = 0;
    while (x >= 2) {
      x = x / 2;
      idf = idf + 1;
    }
    idf = idf + (x - 1);
    const t = of[part].map((field) => field.length);
    const w = ((3 * t[0] + 2 * t[1]) + 1.5 * t[2]) / shortNorm + t[3] / norm;
    sum = sum + idf * (w / (w + 1.2));
  });
  return parts.length > 1 ? sum * (1 + near(of, parts)) : sum;
}

function near(of, parts) {
  const lengths = parts.map((part) => [...part].length);
  const all = lengths.reduce((sum, length) => sum + length, 0);
  let best = 0;
  for (const field of [0, 1, 2, 3]) {
    if (of.some((fields) => fields[field].length === 0)) continue;
    const events = of.flatMap((fields, part) => fields[field].map((at) => ({ at, part })));
    events.sort((one, other) => one.at - other.at || one.part - other.part);
    const last = new Map();
    let window = Infinity;
    for (const { at, part } of events) {
      last.set(part, at);
      if (last.size < parts.length) continue;
      const ends = [...last].map(([which, start]) => start + lengths[which]);
      window = Math.min(window, Math.max(...ends) - Math.min(...last.values()));
    }
    best = Math.max(best, Math.min(1, all / window));
  }
  return best;
}

/** For each facet its values with the number of records. */
export function tally(records) {
  return FACETS.map((facet) => {
    const counts = new Map();
    for (const record of records) {
      for (const key of new Set(facet === 'unit' ? record.units : [record[facet]])) {
        if (key !== undefined) counts.set(key, (counts.get(key) ?? 0) + 1);
      }
    }
    return counts;
  });
}

/** The nearest records of a query without a hit (9.5). */
export function nearest(segments, text, facets, table, size = TIER) {
  const features = [...new Set(partsOf(text, table).flatMap((part) => {
    const characters = [...part];
    return characters.length === 1 ? characters : characters.slice(1).map((one, at) => characters[at] + one);
  }))].slice(0, 16);
  return tiersOf(segments, size)
    .slice(0, 4)
    .flatMap(({ records, from, to }, age) => records.slice(from, to).map((record, number) => {
      const texts = record.fields.map((field) => foldCharacters(field, table).map(({ character }) => character));
      const count = features.filter((feature) => texts.some((characters) => offsets(characters, feature).length > 0)).length;
      return { record, age, number, count };
    }))
    .filter(({ record, count }) => count >= Math.ceil(features.length / 3) && fits(record, facets))
    .sort((one, other) => other.count - one.count || one.age - other.age || one.number - other.number)
    .slice(0, 10)
    .map(({ record }) => record);
}

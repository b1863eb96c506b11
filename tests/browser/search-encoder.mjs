// Writes search indexes for the tests as src/search/FORMAT.md says, apart from the program that is
// tested. Plain and slow on purpose; the sizes of shards and blocks are given, so that small indexes
// have many.

import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';

/** How many records a tier of the tests' indexes has, unless told otherwise. */
export const TIER = 4;
export const FACETS = ['chapter', 'unit', 'period', 'column', 'status'];

/** Folds a text by section 2: the characters, each with the place of its piece in the original. */
export function foldCharacters(text, table) {
  const pieces = [];
  for (const character of text) {
    if (pieces.length > 0 && isJoining(character)) pieces[pieces.length - 1] += character;
    else pieces.push(character);
  }
  const kept = [];
  let place = 0;
  for (const piece of pieces) {
    const folded = [...piece.normalize('NFKC')].map((one) => one.toLowerCase()).join('').normalize('NFKC');
    for (const character of folded) {
      const code = character.codePointAt(0);
      if (isDropped(code)) continue;
      if (isWhite(code)) {
        if (kept.length > 0 && kept.at(-1).character !== ' ') kept.push({ character: ' ', place, piece });
      } else {
        kept.push({ character: table.get(character) ?? character, place, piece });
      }
    }
    place += piece.length;
  }
  if (kept.at(-1)?.character === ' ') kept.pop();
  return kept;
}

export function foldText(text, table) {
  return foldCharacters(text, table).map(({ character }) => character).join('');
}

function isJoining(character) {
  const code = character.codePointAt(0);
  return /\p{M}/u.test(character) || within(code, [
    [0x1160, 0x11ff], [0x3131, 0x318e], [0xff9e, 0xff9f], [0xffa1, 0xffdc],
  ]);
}

function isDropped(code) {
  return within(code, [
    [0, 0], [0xad, 0xad], [0x200b, 0x200f], [0x2060, 0x2060], [0xfe00, 0xfe0f], [0xfeff, 0xfeff], [0xe0100, 0xe01ef],
  ]);
}

function isWhite(code) {
  return within(code, [[9, 13], [32, 32], [0x85, 0x85], [0x1680, 0x1680], [0x2028, 0x2029]]);
}

function within(code, ranges) {
  return ranges.some(([first, last]) => first <= code && code <= last);
}

/**
 * The files of an index, by path below `search/`, and the path of the start file. `segments` are lists of
 * records, the newest first; a record has `kind`, `path`, `date`, `within`, four `fields`, and what facets
 * name: `chapter`, `units`, `period`, `column`, `status`. A tier has `tier` records; what is long is split.
 */
export function encodeIndex({
  segments, table = new Map(), labels = {}, readings = new Map(), names = [],
  shardBytes = 200, blockSizes = [1, 4, 2, 3], tier = TIER, longBytes = 12,
}) {
  const files = new Map();
  const heads = [];
  const held = [];
  for (const records of segments) {
    const pairs = pairsOf(records, table);
    held.push(pairs);
    const own = segmentFiles(records, pairs, table, { shardBytes, blockSizes, tier, longBytes });
    const hash = digest(Buffer.concat(own.flatMap(([, bytes]) => [length64(bytes), bytes])));
    for (const [name, bytes] of own) files.set(`${hash}/${name}`, bytes);
    heads.push({ hash, records: records.length });
  }

  const directory = segments.length > 2 ? directoryFiles(held.slice(1), shardBytes) : undefined;
  for (const [name, bytes] of directory?.files ?? []) files.set(`directory-${directory.hash}/${name}`, bytes);

  const labelFile = file(7, 0, ...FACETS.slice(1).flatMap((facet) => {
    const some = Object.entries(labels[facet] ?? {}).sort(([one], [other]) => Buffer.compare(Buffer.from(one), Buffer.from(other)));
    return [varint(some.length), ...some.flatMap((pair) => pair.map(string))];
  }));
  files.set(`labels-${digest(labelFile)}.bin`, labelFile);

  const sounds = [...readings].map(([character, list]) => [character.codePointAt(0), list]).sort(([one], [other]) => one - other);
  const nameFile = file(8, 0,
    varint(sounds.length), ...sounds.flatMap(([code, list], at) => [varint(code - (sounds[at - 1]?.[0] ?? 0)), string(list.join(' '))]),
    varint(names.length), ...names.flatMap(({ kind, name, path }) => [Buffer.from([kind]), string(name), string(path)]));
  files.set(`names-${digest(nameFile)}.bin`, nameFile);

  const folds = [...table].map((pair) => pair.map((one) => one.codePointAt(0))).sort(([one], [other]) => one - other);
  const start = file(1, 0, varint(tier),
    varint(heads.length), ...heads.flatMap(({ hash, records }) => [Buffer.from(hash, 'hex'), varint(records)]),
    ...(directory ? [varint(directory.begins.length), Buffer.from(directory.hash, 'hex'), keys(directory.begins)] : [varint(0)]),
    Buffer.from(digest(labelFile), 'hex'), Buffer.from(digest(nameFile), 'hex'),
    varint(folds.length), ...folds.flatMap(([from, to], at) => [varint(from - (folds[at - 1]?.[0] ?? 0)), zigzag(to - from)]));
  const path = `start-${digest(start)}.bin`;
  files.set(path, start);
  return { files, start: path };
}

/** Every pair of a segment with its occurrences, in the order of keys. */
function pairsOf(records, table) {
  const pairs = new Map();
  records.forEach(({ fields }, record) => {
    fields.forEach((text, field) => {
      const characters = foldCharacters(text, table).map(({ character }) => character.codePointAt(0));
      characters.forEach((a, offset) => {
        if (a === 0x20) return;
        const next = characters[offset + 1] ?? 0;
        const b = next === 0x20 ? 0 : next;
        const name = `${a},${b}`;
        if (!pairs.has(name)) pairs.set(name, { a, b, codes: new Map() });
        const { codes } = pairs.get(name);
        if (!codes.has(record)) codes.set(record, []);
        codes.get(record).push((offset << 2) | field);
      });
    });
  });
  return [...pairs.values()].sort((one, other) => one.a - other.a || one.b - other.b);
}

function segmentFiles(records, pairs, table, { shardBytes, blockSizes, tier, longBytes }) {
  const lengths = records.map(({ fields }) => lengthsOf(fields.map((field) => foldCharacters(field, table).length)));
  const listed = pairs.map((pair) => ({ ...pair, bytes: list(pair.codes, lengths) }));
  const shards = divide(listed, shardBytes);
  // A shard of one long list is split by tiers; so are others now and then, which a reader must not mind.
  const isSplit = shards.map((shard, number) => records.length > tier && (shard[0].bytes.length >= longBytes || number % 5 === 4));
  const shardFile = (number, shard) => file(3, number,
    varint(shard.length), keys(shard), ...shard.map(({ bytes }) => varint(bytes.length)), ...shard.map(({ bytes }) => bytes));
  const shardFiles = shards.flatMap((shard, number) => {
    if (!isSplit[number]) return [[`${number}.bin`, shardFile(number, shard)]];
    return Array.from({ length: Math.ceil(records.length / tier) }, (_, which) => {
      const part = (codes) => new Map([...codes].filter(([record]) => Math.floor(record / tier) === which));
      return [`${number}-${which}.bin`, shardFile(number, shard.map((pair) => ({ ...pair, bytes: list(part(pair.codes), lengths) })))];
    });
  });

  const blocks = [];
  for (let at = 0; at < records.length; ) {
    const size = Math.min(blockSizes[blocks.length % blockSizes.length], records.length - at);
    blocks.push(records.slice(at, at + size));
    at += size;
  }
  const blockFiles = blocks.map((block, number) => file(5, number, ...block.flatMap(({ kind, path, date, within: lies, fields }) => [
    Buffer.from([kind]), string(path), string(date), string(lies), ...fields.map(string),
  ])));

  const valuesOf = (record, facet) => (facet === 'unit' ? record.units : [record[facet]]).filter((value) => value !== undefined);
  const keysOf = FACETS.map((facet) => [...new Set(records.flatMap((record) => valuesOf(record, facet)))]);
  const place = (record, facet) => keysOf[FACETS.indexOf(facet)].indexOf(record[facet]) + 1;
  const facets = file(4, 0,
    ...keysOf.flatMap((all) => [varint(all.length), ...all.map(string)]),
    ...['chapter', 'period', 'column', 'status'].flatMap((facet) => records.map((record) => varint(place(record, facet)))),
    ...records.flatMap(({ units }) => [varint(units.length), ...units.map((unit) => varint(keysOf[1].indexOf(unit)))]));

  const sum = (which) => Math.max(1, lengths.reduce((all, length) => all + length[which], 0));
  const head = file(2, 0,
    varint(records.length), varint(sum('text')), varint(sum('short')), varint(shards.length), keys(shards.map(([first]) => first)),
    Buffer.from(isSplit.map(Number)),
    varint(blocks.length), Buffer.from(blocks.map((block) => block.length)));
  return [
    ['head.bin', head],
    ...shardFiles,
    ['facets.bin', facets],
    ...blockFiles.map((bytes, number) => [`b${number}.bin`, bytes]),
  ];
}

/** The length of the text of a record, and the short length. */
export function lengthsOf([title, units, chapter, text]) {
  return { text, short: Math.min(255, title + units + chapter) };
}

function list(codes, lengths) {
  const bytes = [];
  let before = -1;
  for (const [record, some] of codes) {
    const group = [16, 32, 64, 128, 256, 512, 1024].filter((limit) => limit <= lengths[record].text).length;
    bytes.push(varint(((record - before - 1) << 3) | group));
    before = record;
    // The fields were read one after the other, but codes ascend.
    const ascending = some.toSorted((one, other) => one - other);
    ascending.forEach((code, at) => {
      const delta = code - (ascending[at - 1] ?? -1) - 1;
      bytes.push(varint((delta << 1) | Number(at + 1 < ascending.length)));
    });
    if (ascending.some((code) => code % 4 < 3)) bytes.push(Buffer.from([lengths[record].short]));
  }
  return Buffer.concat(bytes);
}

function directoryFiles(closed, shardBytes) {
  // Counted from the oldest.
  const segments = closed.toReversed();
  const width = Math.ceil(closed.length / 8);
  const held = new Map();
  segments.forEach((pairs, number) => {
    for (const { a, b } of pairs) {
      const name = `${a},${b}`;
      if (!held.has(name)) held.set(name, { a, b, bytes: Buffer.alloc(width) });
      held.get(name).bytes[number >> 3] |= 1 << (number % 8);
    }
  });
  const all = [...held.values()].sort((one, other) => one.a - other.a || one.b - other.b);
  const shards = divide(all, shardBytes);
  const files = shards.map((shard, number) => [`${number}.bin`, file(6, number,
    varint(shard.length), keys(shard), ...shard.map(({ bytes }) => bytes))]);
  const hash = digest(Buffer.concat(files.flatMap(([, bytes]) => [length64(bytes), bytes])));
  return { files, hash, begins: shards.map(([first]) => first) };
}

function divide(items, most) {
  const shards = [];
  let size = Infinity;
  for (const item of items) {
    if (size + item.bytes.length > most) {
      shards.push([]);
      size = 0;
    }
    shards.at(-1).push(item);
    size += item.bytes.length;
  }
  return shards;
}

function keys(pairs) {
  let before;
  return Buffer.concat(pairs.flatMap((pair) => {
    const step = pair.a - (before?.a ?? 0);
    const b = before && step === 0 ? pair.b - before.b : pair.b;
    before = pair;
    return [varint(step), varint(b)];
  }));
}

function file(kind, number, ...parts) {
  const payload = Buffer.concat([Buffer.from([0x67, 0x6b, 0x73, 1, kind]), varint(number), ...parts]);
  return gzipSync(payload, { level: 9 });
}

export function varint(value) {
  const bytes = [];
  for (; value > 127; value = Math.floor(value / 128)) bytes.push((value % 128) | 128);
  return Buffer.from([...bytes, value]);
}

function zigzag(value) {
  return varint(value >= 0 ? 2 * value : -2 * value - 1);
}

function string(text) {
  const bytes = Buffer.from(text, 'utf8');
  return Buffer.concat([varint(bytes.length), bytes]);
}

function length64(bytes) {
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(bytes.length));
  return length;
}

function digest(bytes) {
  return createHash('sha256').update(bytes).digest('hex').slice(0, 16);
}

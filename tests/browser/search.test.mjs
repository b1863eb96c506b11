// The reader of the search index, against an index that is written by the tests and an answer that is
// found without one.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';
import { corpus, query as randomQuery, random, TABLE, text as randomText } from './search-corpus.mjs';
import { encodeIndex, FACETS, foldText } from './search-encoder.mjs';
import * as oracle from './search-oracle.mjs';
import { excerpt, FACETS as READ_FACETS, fold, openIndex } from '../../themes/default/static/search.js';

const SCRIPT = fileURLToPath(new URL('../../themes/default/static/search.js', import.meta.url));
const ALL = FACETS.map(() => []);
const URL_OF = 'http://localhost/search/';

/** A reader of encoded files; `change` may answer in place of a file. */
function open({ files, start }, change = (path, bytes) => bytes) {
  const asked = [];
  const index = openIndex(URL_OF + start, async (url, again) => {
    const path = url.slice(URL_OF.length);
    asked.push({ path, again });
    const bytes = await change(path, files.get(path), again);
    return bytes ? new Response(bytes) : new Response('', { status: 404 });
  });
  return { index, asked };
}

async function answersOf(index, query) {
  const answers = [];
  for await (const answer of index.search({ text: '', facets: ALL, page: 1, ...query })) answers.push(answer);
  return answers;
}

const last = async (index, query) => (await answersOf(index, query)).at(-1);
const pathsOf = (hits) => hits.map(({ path }) => path);

test('the script is small', () => {
  const bytes = gzipSync(readFileSync(SCRIPT), { level: 9 }).length;
  assert.ok(bytes <= 8 * 1024, `${bytes} bytes`);
});

test('its types hold', () => {
  const compiler = createRequire(import.meta.url).resolve('typescript/package.json').replace('package.json', 'bin/tsc');
  const { status, stdout } = spawnSync(process.execPath, [compiler, '-p', fileURLToPath(new URL('tsconfig.json', import.meta.url))], { encoding: 'utf8' });
  assert.equal(status, 0, stdout);
});

test('it names the facets in the order of the files', () => assert.deepEqual(READ_FACETS, FACETS));

test('folding', () => {
  const table = new Map([['國', '国'], ['，', ',']]);
  const cases = {
    'Ｒ＆Ｄ': 'r&d',
    'ΑΣ Σ': 'ας σ'.replace('ς', 'σ'),
    'İ': 'i\u0307',
    '中國，': '中国,',
    '  a \u3000 b\n': 'a b',
    'a\u200b\u00adb': 'ab',
    '葛\u{e0100}飾': '葛飾',
    'e\u0301': 'é',
    'ｶﾞ': 'ガ',
    '各\u1100\u1161': '各가',
    '㎡': 'm2',
    '\u0301': '\u0301',
    '\u2028': '',
    '': '',
  };
  for (const [from, to] of Object.entries(cases)) {
    assert.equal(fold(from, table).text, to, JSON.stringify(from));
    assert.equal(foldText(from, table), to, `the encoder: ${JSON.stringify(from)}`);
  }
  const next = random(1);
  for (let round = 0; round < 2000; round += 1) {
    const original = randomText(next, 30);
    const { text, from, to } = fold(original, TABLE);
    assert.equal(text, foldText(original, TABLE), JSON.stringify(original));
    // Each unit comes from a piece that folds to something with it.
    for (let at = 0; at < text.length; at += 1) {
      const piece = foldText(`x${original.slice(from[at], to[at])}x`, TABLE);
      assert.ok(piece.includes(text[at]) || text[at] === ' ', JSON.stringify([original, at]));
    }
  }
});

test('excerpts hold the text, and what is marked folds to what is sought', () => {
  const next = random(2);
  for (let round = 0; round < 1000; round += 1) {
    const original = randomText(next, round % 2 ? 400 : 40);
    const characters = [...foldText(original, TABLE)];
    const at = Math.floor(next() * characters.length);
    const parts = characters.slice(at, at + 1 + Math.floor(next() * 4)).join('').split(' ').filter(Boolean);
    const whole = excerpt(original, parts, TABLE, true);
    assert.equal(whole.map(({ text }) => text).join(''), original);
    const some = excerpt(original, parts, TABLE);
    assert.ok(some.map(({ text }) => text).join('').length <= Math.max(160, parts.length * 110 + 10));
    for (const pieces of [whole, some]) {
      const marked = pieces.filter(({ isHit }) => isHit);
      for (const { text } of marked) {
        const folded = foldText(text, TABLE);
        assert.ok(parts.some((part) => folded.includes(part)), JSON.stringify([original, parts, text]));
      }
      if (parts.length > 0) assert.ok(marked.length > 0, JSON.stringify([original, parts]));
    }
  }
  assert.deepEqual(
    excerpt('本區ＲＤ、rd', ['区rd'], new Map([['區', '区']])),
    [{ text: '本', isHit: false }, { text: '區ＲＤ', isHit: true }, { text: '、rd', isHit: false }],
  );
  // A hit within a piece marks the piece.
  assert.deepEqual(excerpt('5㎡', ['m'], TABLE), [{ text: '5', isHit: false }, { text: '㎡', isHit: true }]);
});

describe('answers are those of a plain scan', () => {
  const shapes = [[12], [0], [1], [9, 14], [0, 20, 15], [7, 12, 12, 12, 9], [3, ...Array(10).fill(6)]];
  shapes.forEach((sizes, seed) => {
    test(`segments of ${sizes} records`, async () => {
      const next = random(100 + seed);
      const segments = corpus(next, sizes);
      const { index } = open(encodeIndex({ segments, table: TABLE, shardBytes: 40 + 300 * seed }));
      if (segments.flat().length === 0) {
        assert.equal((await last(index, { text: '区' })).count, 0);
        return;
      }
      let [found, nearby] = [0, 0];
      for (let round = 0; round < 250; round += 1) {
        const text = randomQuery(next, segments);
        const facets = next() < 0.7 ? ALL : ALL.map((none, facet) => (next() < 0.7 ? none : [someKey(next, segments, facet)].filter((key) => key !== undefined)));
        const expected = oracle.answer(segments, text, facets, TABLE);
        const message = JSON.stringify({ text, facets });
        const page = 1 + Math.floor(next() * 3);
        const whole = await last(index, { text, facets, page });
        assert.equal(whole.count, expected.length, message);
        const there = Math.max(1, Math.min(page, Math.ceil(expected.length / 10)));
        assert.equal(whole.page, there, message);
        assert.deepEqual(pathsOf(whole.hits), pathsOf(expected.slice(there * 10 - 10, there * 10)), message);
        assertFacets(whole.facets, oracle.tally(expected), facets, message);
        const isEmpty = oracle.partsOf(text, TABLE).length === 0;
        const near = expected.length > 0 || isEmpty ? [] : oracle.nearest(segments, text, facets, TABLE);
        assert.deepEqual(pathsOf(whole.nearest), pathsOf(near), message);
        found += Number(expected.length > 0);
        nearby += Number(near.length > 0);
      }
      assert.ok(found > 50 && (sizes.length < 2 || nearby > 2), `${found} with hits, ${nearby} with something near`);
    });
  });

  test('facets alone', async () => {
    const segments = corpus(random(7), [9, 14]);
    const { index } = open(encodeIndex({ segments, table: TABLE }));
    for (const status of ['done', 'delayed', 'absent']) {
      const facets = ALL.with(4, [status]);
      const whole = await last(index, { facets });
      const expected = segments.flat().filter((record) => record.status === status);
      assert.equal(whole.count, expected.length);
      assert.deepEqual(pathsOf(whole.hits), pathsOf(expected.slice(0, 10)));
    }
    assert.equal((await last(index, {})).count, 0);
  });

  test('a hit says what its record says', async () => {
    const segments = corpus(random(8), [9, 14]);
    const { index } = open(encodeIndex({ segments, table: TABLE }));
    const { hits } = await last(index, { facets: ALL.with(3, ['', 'plans', 'plans/key']) });
    assert.equal(hits.length, 10);
    hits.forEach((hit) => {
      const { kind, path, date, within, fields } = segments.flat().find((record) => record.path === hit.path);
      assert.deepEqual(hit, { kind, path, date, within, fields });
    });
  });
});

function someKey(next, segments, facet) {
  const keys = segments.flat().flatMap((record) => (FACETS[facet] === 'unit' ? record.units : [record[FACETS[facet]]]));
  return next() < 0.1 ? 'absent' : keys[Math.floor(next() * keys.length)];
}

function assertFacets(facets, expected, wanted, message) {
  facets.forEach((values, facet) => {
    const counts = new Map(values.map(({ key, count }) => [key, count]));
    for (const key of wanted[facet]) if (!expected[facet].has(key)) expected[facet].set(key, 0);
    assert.deepEqual(new Map([...counts].sort()), new Map([...expected[facet]].sort()), message);
    assert.deepEqual(values.map(({ count }) => count), values.map(({ count }) => count).sort((a, b) => b - a));
  });
}

test('labels are those of the keys', async () => {
  const segments = corpus(random(9), [30]);
  const labels = { unit: { 'unit-1': '区教育局' }, period: { '2020-Q2': '2020年第二季度' }, column: { plans: '规划计划' }, status: { done: '已完成' } };
  const { index } = open(encodeIndex({ segments, table: TABLE, labels }));
  const { facets } = await last(index, { facets: ALL.with(3, ['', 'plans', 'plans/key']) });
  const labelOf = (facet, key) => facets[FACETS.indexOf(facet)].find((value) => value.key === key)?.label;
  for (const [facet, some] of Object.entries(labels)) {
    for (const [key, label] of Object.entries(some)) assert.equal(labelOf(facet, key), label);
  }
  assert.equal(labelOf('unit', 'unit-2'), 'unit-2');
  assert.equal(labelOf('chapter', '改革'), '改革');
});

test('what is too long is refused', async () => {
  const { index } = open(encodeIndex({ segments: corpus(random(10), [5]) }));
  const isRefused = async (text) => (await last(index, { text })).isRefused;
  assert.equal(await isRefused('a'.repeat(256)), false);
  assert.equal(await isRefused('a'.repeat(257)), true);
  assert.equal(await isRefused('𠀀'.repeat(256)), false);
  assert.equal(await isRefused([...'abcdefghijklmnop'].join(' ')), false);
  assert.equal(await isRefused([...'abcdefghijklmnopq'].join(' ')), true);
  assert.equal(await isRefused('a '.repeat(100)), false, 'a part that was there before does not count');
});

test('the first hits do not wait for older segments, nor for facets', async () => {
  const segments = corpus(random(11), [0, 30, 30, 30]);
  for (const record of segments.flat()) record.fields[0] = '拱宸桥';
  const encoded = encodeIndex({ segments, table: TABLE, tier: 30 });
  const { index, asked } = open(encoded);
  const answers = index.search({ text: '宸桥', facets: ALL, page: 1 });
  const { value: first } = await answers.next();
  assert.equal(first.isWhole, false);
  assert.equal(first.hits.length, 10);
  const folders = new Set(asked.map(({ path }) => path.split('/')[0]).filter((folder) => /^[0-9a-f]{16}$/.test(folder)));
  assert.equal(folders.size, 1);
  assert.ok(!asked.some(({ path }) => /facets|labels|names/.test(path)));
  let whole;
  for await (const answer of answers) whole = answer;
  assert.equal(whole.count, 90);
  assert.deepEqual(pathsOf(whole.hits), pathsOf(first.hits));
  // Nothing is loaded twice, and a later query uses what is there.
  assert.equal(new Set(asked.map(({ path }) => path)).size, asked.length);
  const before = asked.length;
  assert.equal((await last(index, { text: '宸桥' })).count, 90);
  assert.equal(asked.length, before);
});

test('the directory keeps away from segments that cannot hold the query', async () => {
  const segments = corpus(random(12), [4, 20, 20, 20]);
  segments[2][5].fields[3] = '运河广场';
  const { index, asked } = open(encodeIndex({ segments, table: TABLE }));
  assert.equal((await last(index, { text: '运河广场' })).count, 1);
  const heads = asked.filter(({ path }) => path.endsWith('head.bin'));
  assert.equal(heads.length, 2, 'the open segment and the one');
});

describe('suggestions', () => {
  const readings = new Map(Object.entries({ 拱: ['gong'], 宸: ['chen'], 桥: ['qiao'], 街: ['jie'], 道: ['dao'], 重: ['zhong', 'chong'], 庆: ['qing'], 路: ['lu'], 区: ['qu', 'ou'], 教: ['jiao'], 育: ['yu'], 局: ['ju'], 旅: ['lv'] }));
  const names = [
    { kind: 1, name: '拱宸桥街道', path: 'units/gcq.html' },
    { kind: 5, name: '重庆路', path: '' },
    { kind: 1, name: '区教育局', path: 'units/edu.html' },
    { kind: 3, name: 'R&D 经费', path: 'a/01/index.html' },
    { kind: 5, name: '拱宸桥', path: '' },
    { kind: 2, name: '文旅', path: 'b/index.html' },
  ];
  const { index } = open(encodeIndex({ segments: corpus(random(13), [3]), readings, names }));
  const suggested = async (text) => (await index.suggest(text)).map(({ name }) => name);
  const cases = {
    gongchenqiao: ['拱宸桥', '拱宸桥街道'],
    gcq: ['拱宸桥', '拱宸桥街道'],
    gongcq: ['拱宸桥', '拱宸桥街道'],
    'GONG CHEN': ['拱宸桥', '拱宸桥街道'],
    "gong'chen": ['拱宸桥', '拱宸桥街道'],
    gcqjd: ['拱宸桥街道'],
    cq: ['重庆路', '拱宸桥', '拱宸桥街道'],
    zhongqing: ['重庆路'],
    jyj: ['区教育局'],
    宸桥: ['拱宸桥', '拱宸桥街道'],
    'r&d': ['R&D 经费'],
    lv: ['文旅'],
    gx: [],
    '': [],
    '  ': [],
    qujiaoyujuj: [],
  };
  for (const [typed, expected] of Object.entries(cases)) {
    test(JSON.stringify(typed), async () => assert.deepEqual(await suggested(typed), expected));
  }

  test('say what they are', async () => {
    const [{ kind, name, path }] = await index.suggest('jyj');
    assert.deepEqual({ kind, name, path }, names[2]);
  });

  test('stand where there is no hit', async () => {
    const { count, names: offered } = await last(index, { text: 'gcqjd' });
    assert.equal(count, 0);
    assert.deepEqual(offered.map(({ name }) => name), ['拱宸桥街道']);
  });
});

describe('a damaged index is an error, never a wrong answer', () => {
  const next = random(20);
  const segments = corpus(next, [8, 9, 10]);
  const names = [{ kind: 5, name: '拱宸桥', path: '' }];
  const encoded = encodeIndex({ segments, table: TABLE, names, readings: new Map([['拱', ['gong']]]), labels: { status: { done: '完成' } } });
  const folded = segments.flat().flatMap(({ fields }) => fields.map((field) => foldText(field, TABLE)));
  const pairs = folded.flatMap((text) => [...text].slice(1).map((one, at) => [...text][at] + one));
  const queries = [...new Set(['不在xyz', ...pairs, ...folded.flatMap((text) => [...text])])].filter((text) => text.trim() === text && text);

  /** For each file a query that needs it. */
  const queryFor = new Map();
  before(async () => {
    for (const text of queries) {
      for (const page of [1, 2]) {
        const { index, asked } = open(encoded);
        await last(index, { text, page });
        for (const { path } of asked) if (!queryFor.has(path)) queryFor.set(path, { text, page });
      }
      if (queryFor.size === encoded.files.size) break;
    }
  });

  test('every file is needed by a query', () => {
    assert.deepEqual([...queryFor.keys()].sort(), [...encoded.files.keys()].sort());
  });

  const repack = (bytes, change) => {
    const payload = gunzipSync(bytes);
    return gzipSync(change(payload));
  };
  const flip = (bytes, at) => {
    const changed = Buffer.from(bytes);
    changed[at] ^= 0x55;
    return changed;
  };
  const damages = {
    'not there': () => undefined,
    empty: () => Buffer.alloc(0),
    'half of it': (bytes) => bytes.subarray(0, bytes.length >> 1),
    'without its last byte': (bytes) => bytes.subarray(0, -1),
    'not compressed': (bytes) => gunzipSync(bytes),
    'a page that says 404 with status 200': () => Buffer.from('<!doctype html><title>404</title>'),
    'a bit of the checksum': (bytes) => flip(bytes, bytes.length - 6),
    'a bit of the data': (bytes) => flip(bytes, bytes.length >> 1),
    'another magic': (bytes) => repack(bytes, (payload) => flip(payload, 0)),
    'another version': (bytes) => repack(bytes, (payload) => flip(payload, 3)),
    'another kind': (bytes) => repack(bytes, (payload) => flip(payload, 4)),
    'another number': (bytes) => repack(bytes, (payload) => flip(payload, 5)),
    'one byte more': (bytes) => repack(bytes, (payload) => Buffer.concat([payload, Buffer.from([0])])),
    'one byte less': (bytes) => repack(bytes, (payload) => payload.subarray(0, -1)),
    'a head alone': (bytes) => repack(bytes, (payload) => payload.subarray(0, 6)),
  };
  for (const [what, damage] of Object.entries(damages)) {
    test(what, async () => {
      for (const path of encoded.files.keys()) {
        const { index } = open(encoded, (one, bytes) => (one === path ? damage(bytes) : bytes));
        await assert.rejects(last(index, queryFor.get(path)), Error, path);
      }
    });
  }

  test('another file of the same kind', async () => {
    const kindOf = (path) => path.replace(/[0-9a-f]{16}/, '').replace(/\d+/, 'N');
    for (const path of encoded.files.keys()) {
      const other = [...encoded.files.keys()].find((one) => one !== path && kindOf(one) === kindOf(path) && /\d+\.bin$/.test(one) && one.split('/')[1] !== path.split('/')[1]);
      if (!other) continue;
      const { index } = open(encoded, (one, bytes) => (one === path ? encoded.files.get(other) : bytes));
      await assert.rejects(last(index, queryFor.get(path)), Error, path);
    }
  });

  test('any byte of a payload may be any other: an answer or an error, and no end of it', async () => {
    let errors = 0;
    for (const [path, original] of encoded.files) {
      for (let round = 0; round < 12; round += 1) {
        const changed = repack(original, (payload) => {
          const copy = Buffer.from(payload);
          copy[6 + Math.floor(next() * (copy.length - 6))] = Math.floor(next() * 256);
          return copy;
        });
        const { index } = open(encoded, (one, bytes) => (one === path ? changed : bytes));
        await last(index, queryFor.get(path)).catch((error) => {
          assert.ok(error instanceof Error, path);
          errors += 1;
        });
      }
    }
    assert.ok(errors > 50, `${errors} errors`);
  });

  test('after an error the file is loaded anew, past the caches', async () => {
    const [path] = [...encoded.files.keys()].filter((one) => one.endsWith('/head.bin'));
    let isBroken = true;
    const { index, asked } = open(encoded, (one, bytes) => (one === path && isBroken ? bytes.subarray(0, 20) : bytes));
    await assert.rejects(last(index, { text: '区' }));
    isBroken = false;
    assert.equal((await last(index, { text: '区' })).count, oracle.answer(segments, '区', ALL, TABLE).length);
    assert.deepEqual(asked.filter((one) => one.path === path).map(({ again }) => again), [false, true]);
  });
});

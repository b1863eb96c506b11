// How the preview finds what differs between two texts.

import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { REPOSITORY } from './site.mjs';

// Node.js takes a file for a module by its name.
const folder = mkdtempSync(join(tmpdir(), 'gongkai-align-'));
after(() => rmSync(folder, { recursive: true }));
const file = join(folder, 'align.mjs');
writeFileSync(file, readFileSync(join(REPOSITORY, 'src/preview/assets/align.js')));
const { changes, diff, sideBySide } = await import(pathToFileURL(file));

/** Numbers that look random and are the same every time. */
function numbers(seed) {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** The length of the longest common subsequence, the plain way. */
function longestCommon(a, b) {
  const best = Array.from({ length: a.length + 1 }, () => new Array(b.length + 1).fill(0));
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      best[i][j] = a[i] === b[j] ? 1 + best[i + 1][j + 1] : Math.max(best[i + 1][j], best[i][j + 1]);
    }
  }
  return best[0][0];
}

test('steps lead from one list to the other, and are as few as can be', () => {
  const next = numbers(7);
  for (let round = 0; round < 3000; round += 1) {
    const list = () => Array.from({ length: next(9) }, () => next(3));
    const [a, b] = [list(), list()];
    const steps = diff(a, b);
    const of = (op) => steps.filter((step) => step.op !== op);
    assert.deepEqual(of('insert').map((step) => step.a), a.map((_, at) => at));
    assert.deepEqual(of('delete').map((step) => step.b), b.map((_, at) => at));
    const equal = steps.filter((step) => step.op === 'equal');
    assert.ok(equal.every((step) => a[step.a] === b[step.b]));
    assert.equal(equal.length, longestCommon(a, b), `${a} | ${b}`);
  }
});

test('lists that have nothing in common are not looked at for ever', () => {
  const list = (from) => Array.from({ length: 5000 }, (_, at) => from + at);
  const steps = diff(list(0), list(10_000));
  assert.equal(steps.length, 10_000);
});

const marked = (before, after) =>
  changes(before, after, 'zh')
    .map(({ op, text }) => ({ equal: text, delete: `[-${text}]`, insert: `[+${text}]` })[op])
    .join('');

test('whole words are marked, and what is read as one is marked as one', () => {
  assert.equal(marked('完成投资15.5亿元', '完成投资18亿元'), '完成投资[-15.5][+18]亿元');
  assert.equal(marked('正在推进', '正在有序推进'), '正在[+有序]推进');
  assert.equal(marked('已完成3531项。', '已完成3600项，正在验收。'), '已完成[-3531项][+3600项，正在验收]。');
  assert.equal(marked('甲', '甲'), '甲');
  assert.equal(marked('', '新写的'), '[+新写的]');
  assert.equal(marked('删去的', ''), '[-删去的]');
});

test('the parts are the two texts', () => {
  const next = numbers(3);
  const letters = [...'区政府完成推进项目，。1２ ab'];
  for (let round = 0; round < 500; round += 1) {
    const text = () => Array.from({ length: next(14) }, () => letters[next(letters.length)]).join('');
    const [before, after] = [text(), text()];
    const parts = changes(before, after, 'zh');
    const without = (op) => parts.filter((part) => part.op !== op).map((part) => part.text).join('');
    assert.equal(without('insert'), before);
    assert.equal(without('delete'), after);
  }
});

test('a paragraph that was changed is found again beside one that came', () => {
  const paragraphs = (...texts) => texts.map((text) => ({ tag: 'P', text }));
  const rows = sideBySide(
    paragraphs('第一段说的是道路的改造', '第二段'),
    paragraphs('全新的一段话', '第一段说的是道路的提升改造', '第二段'),
  );
  assert.deepEqual(rows, [{ b: 0 }, { a: 0, b: 1 }, { a: 1, b: 2 }]);
});

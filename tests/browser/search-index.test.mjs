// The script of the search page and the index that the program writes: what the texts hold is found, and
// the program's own `gongkai search` gives the same answers.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { markdownText, readDisclosures } from './content.mjs';
import { attribute } from './dom.mjs';
import { pick, random } from './search-corpus.mjs';
import { FACETS, foldText } from './search-encoder.mjs';
import { buildSite, GONGKAI, SMALL } from './site.mjs';
import { setStage } from './stage.mjs';
import { openIndex } from '../../themes/default/static/search.js';

const NONE = FACETS.map(() => []);
const PAGE = 'search/index.html';

function startOf(site) {
  const node = site.pages.get(PAGE).elements.find((one) => attribute(one, 'id') === 'search');
  return `search/${attribute(node, 'data-start')}`;
}

function readTexts(site) {
  return readDisclosures(site.root).flatMap(({ chapters }) =>
    chapters.flatMap((chapter) => chapter.tasks.map((task) => ({
      path: task.page,
      fields: [task.title, task.units.join('\n'), chapter.title, markdownText(task.progress ?? '')],
    }))));
}

/** Queries of the texts: parts of them, and strings that are nowhere although all their pairs are somewhere. */
function makeQueries(texts, seed) {
  const next = random(seed);
  const fields = texts.flatMap((text) => text.fields).flatMap((field) => foldText(field, new Map()).split(' ')).filter((field) => [...field].length > 1);
  const substrings = Array.from({ length: 300 }, () => {
    const characters = [...pick(next, fields)];
    const length = Math.min(characters.length, 2 + Math.floor(next() * 7));
    const at = Math.floor(next() * (characters.length - length + 1));
    return characters.slice(at, at + length).join('');
  });
  const pairs = [...new Set(fields.flatMap((field) => [...field].slice(1).map((one, at) => [...field][at] + one)))];
  const following = new Map();
  for (const pair of pairs) {
    const [first] = pair;
    following.set(first, [...(following.get(first) ?? []), pair]);
  }
  const absent = [];
  while (absent.length < 60) {
    let string = pick(next, pairs);
    while ([...string].length < 3 + absent.length % 4 && following.has([...string].at(-1))) {
      string += [...pick(next, following.get([...string].at(-1)))][1];
    }
    if ([...string].length > 2 && !fields.some((field) => field.includes(string))) absent.push(string);
  }
  return { substrings, absent };
}

const TERMS = [
  'R&D', 'r＆d', 'GS1308-M2-16', '60%', '％', '2', '2020', '的', '区', '街道', '项目', '建设', '拱宸桥', '拱宸橋', '大运河', '大運河', '上塘河', '城中村指挥部',
  '民宗局', '教育', '学校', '幼儿园', '医院', '养老', '地铁', '道路', '公园', '绿化', '垃圾', '治水', '安置房', '开工', '竣工', '完成率', '亿元', '万平方米',
  '已完成', '财政', '税收', '投资', '招商', '数字经济', '5G', '人才', '科技', '文化', '旅游', '体育', '消防', '安全', '疫情', '食品', '党建', '法治', '信访',
  '就业', '社保', '残联', '退役军人', '民生实事',
];

const sites = { example: buildSite(), small: buildSite(SMALL) };

for (const [name, site] of Object.entries(sites)) {
  const texts = readTexts(site);
  const { substrings, absent } = makeQueries(texts, 7);

  describe(`on the ${name} site`, () => {
    const stage = setStage(site);

    test('Chromium finds the tasks that hold what is sought, and no others', async () => {
      assert.ok(TERMS.length >= 60 && substrings.length === 300);
      const queries = [...substrings, ...TERMS, ...absent];
      const found = await inChromium(stage, site, queries);
      const table = new Map([...'橋桥運运'].reduce((all, one, at, list) => (at % 2 ? [...all, [list[at - 1], one]] : all), []));
      const folded = texts.map(({ path, fields }) => ({ path, fields: fields.map((field) => foldText(field, table)) }));
      queries.forEach((query, index) => {
        const sought = foldText(query, table);
        const expected = folded.filter(({ fields }) => fields.some((field) => field.includes(sought))).map(({ path }) => path);
        const { count, paths } = found[index];
        assert.equal(paths.length, count, query);
        assert.deepEqual(paths.filter((path) => texts.some((text) => text.path === path)).sort(), expected.sort(), query);
        // Pages and columns beside the tasks have texts that are not read here.
        if (absent.includes(query)) assert.equal(paths.filter((path) => texts.some((text) => text.path === path)).length, 0, query);
      });
    });

    test('`gongkai search` gives the same answers', async () => {
      const index = openIndex(`http://localhost/${startOf(site)}`, async (url) => new Response(readFileSync(join(site.output, new URL(url).pathname))));
      const next = random(11);
      const queries = [
        ...substrings.slice(0, 30), ...TERMS, ...absent.slice(0, 20), 'gcq', 'gongchenqiao', 'qufu', '拱宸桥地铁上盖', '教育区',
        ...Array.from({ length: 30 }, () => `${pick(next, substrings)} ${pick(next, next() < 0.5 ? TERMS : substrings)}`),
        ...TERMS.slice(6, 16).map((one, at) => `${one} ${TERMS[at + 20]} ${TERMS[at + 9]}`),
      ];
      for (const query of queries) {
        const chosen = [[]];
        const first = await whole(index, query, NONE, 1);
        const facet = Math.floor(next() * FACETS.length);
        const value = first.facets[facet][0];
        if (value) chosen.push([FACETS[facet], value.key]);
        for (const [facetName, key] of chosen) {
          const facets = facetName ? NONE.with(facet, [key]) : NONE;
          const told = ask(site, query, facetName ? ['--facet', `${facetName}=${key}`] : []);
          const answer = await whole(index, query, facets, 1);
          const message = `${query} ${facetName ?? ''}`;
          assert.equal(answer.count, told.exact, message);
          const paths = await allPaths(index, query, facets, answer.count);
          assert.deepEqual(paths, told.hits.map(({ path }) => path), message);
          assert.deepEqual(answer.nearest.map(({ path }) => path), told.nearest?.map(({ path }) => path) ?? [], message);
          FACETS.forEach((one, at) => {
            const theirs = (told.facets[one] ?? []).map(({ key: of, label, count }) => `${of} ${label} ${count}`);
            const mine = answer.facets[at].filter(({ count }) => count > 0).map(({ key: of, label, count }) => `${of} ${label} ${count}`);
            assert.deepEqual(mine.sort(), theirs.sort(), `${message}: ${one}`);
          });
          if (told.exact === 0) {
            const suggested = told.suggestions.map((one) => `${one.name} ${one.path ?? ''}`).slice(0, 8);
            assert.deepEqual(answer.names.map((one) => `${one.name} ${one.path}`), suggested, message);
          }
        }
      }
    });
  });
}

async function whole(index, text, facets, page) {
  let last;
  for await (const answer of index.search({ text, facets, page })) last = answer;
  return last;
}

async function allPaths(index, text, facets, count) {
  const paths = [];
  for (let page = 1; (page - 1) * 10 < count; page += 1) {
    paths.push(...(await whole(index, text, facets, page)).hits.map(({ path }) => path));
  }
  return paths;
}

function ask(site, query, more) {
  const args = ['search', '--root', site.root, '--output-dir', site.output, '--format', 'json', '--count', '100000', ...more, '--', query];
  return JSON.parse(execFileSync(GONGKAI, args, { encoding: 'utf8', maxBuffer: 1 << 28 }));
}

/** What the script finds for each query, in a page of the site. */
async function inChromium(stage, site, queries) {
  let found;
  const faults = await stage.open(stage.url(PAGE), {}, async (page) => {
    found = await page.evaluate(async ([all, none]) => {
      const { start, script } = document.querySelector('#search').dataset;
      const { openIndex: open } = await import(new URL(script, location.href).href);
      const index = open(new URL(start, location.href).href, (url) => fetch(url));
      const answers = [];
      for (const text of all) {
        const paths = [];
        let [count, page] = [0, 1];
        do {
          let last;
          for await (const answer of index.search({ text, facets: none, page })) last = answer;
          paths.push(...last.hits.map(({ path }) => path));
          count = last.count;
          page += 1;
        } while ((page - 1) * 10 < count);
        answers.push({ count, paths });
      }
      return answers;
    }, [queries, NONE]);
  });
  assert.deepEqual(faults, []);
  return found;
}

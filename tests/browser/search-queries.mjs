// Queries drawn from the texts of a site, and whether Chromium finds for each just the tasks that hold it.

import assert from 'node:assert/strict';
import { markdownText, readDisclosures } from './content.mjs';
import { attribute } from './dom.mjs';
import { pick, random } from './search-corpus.mjs';
import { FACETS, foldText } from './search-encoder.mjs';

const PAGE = 'search/index.html';

/** The path of the file with which a site's index begins. */
export function startOf(site) {
  const node = site.pages.get(PAGE).elements.find((one) => attribute(one, 'id') === 'search');
  return `search/${attribute(node, 'data-start')}`;
}

/** The tasks of a site: the path of the page, and the texts by which it is found. */
export function readTexts(site) {
  return readDisclosures(site.root).flatMap(({ chapters }) =>
    chapters.flatMap((chapter) => chapter.tasks.map((task) => ({
      path: task.page,
      fields: [task.title, task.units.join('\n'), chapter.title, markdownText(task.progress ?? '')],
    }))));
}

/** Queries of the texts: parts of them, and strings that are nowhere although all their pairs are somewhere. */
export function makeQueries(texts, seed) {
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

export const TERMS = [
  'R&D', 'r＆d', 'GS1308-M2-16', '60%', '％', '2', '2020', '的', '区', '街道', '项目', '建设', '拱宸桥', '拱宸橋', '大运河', '大運河', '上塘河', '城中村指挥部',
  '民宗局', '教育', '学校', '幼儿园', '医院', '养老', '地铁', '道路', '公园', '绿化', '垃圾', '治水', '安置房', '开工', '竣工', '完成率', '亿元', '万平方米',
  '已完成', '财政', '税收', '投资', '招商', '数字经济', '5G', '人才', '科技', '文化', '旅游', '体育', '消防', '安全', '疫情', '食品', '党建', '法治', '信访',
  '就业', '社保', '残联', '退役军人', '民生实事',
];

/** That the script, in Chromium, finds the tasks that hold what is sought, and no others. */
export async function assertExact(stage, texts, { substrings, absent }) {
  assert.ok(TERMS.length >= 60 && substrings.length === 300);
  const queries = [...substrings, ...TERMS, ...absent];
  const found = await inChromium(stage, queries);
  const table = new Map(['橋桥', '運运'].map(([from, to]) => [from, to]));
  const folded = texts.map(({ path, fields }) => ({ path, fields: fields.map((field) => foldText(field, table)) }));
  const isTask = new Set(texts.map(({ path }) => path));
  queries.forEach((query, index) => {
    const sought = foldText(query, table);
    const expected = folded.filter(({ fields }) => fields.some((field) => field.includes(sought))).map(({ path }) => path);
    const { count, paths } = found[index];
    assert.equal(paths.length, count, query);
    // Pages and columns beside the tasks have texts that are not read here.
    const tasks = paths.filter((path) => isTask.has(path)).sort();
    assert.deepEqual(tasks, expected.sort(), query);
    if (absent.includes(query)) assert.equal(tasks.length, 0, query);
  });
}

/** What the script finds for each query, in a page of the site: the count it tells, and all paths. */
async function inChromium(stage, queries) {
  let found;
  const faults = await stage.open(stage.url(PAGE), {}, async (page) => {
    found = await page.evaluate(async ([all, none]) => {
      const { start, script } = document.querySelector('#search').dataset;
      const { openIndex: open, fold } = await import(new URL(script, location.href).href);
      const index = open(new URL(start, location.href).href, (url) => fetch(url));
      const { table } = await index.start();
      const answers = [];
      for (const text of all) {
        let last;
        for await (const answer of index.search({ text, facets: none, page: 1 })) last = answer;
        // Pages of ten would search again and again.
        const parts = [...new Set(fold(text, table).text.split(' '))];
        const paths = [];
        for (const segment of await index.candidates(parts)) {
          const hits = await Promise.all((await index.found(segment, parts, none)).map(index.hit));
          paths.push(...hits.map(({ path }) => path));
        }
        const first = last.hits.map(({ path }) => path);
        if (`${first}` !== `${paths.slice(0, 10)}`) throw new Error(`The first page for ${text} is not the first of all.`);
        answers.push({ count: last.count, paths });
      }
      return answers;
    }, [queries, FACETS.map(() => [])]);
  });
  assert.deepEqual(faults, []);
  return found;
}

// The script of the search page and the index that the program writes: what the texts hold is found, and
// the program's own `gongkai search` gives the same answers.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { pick, random } from './search-corpus.mjs';
import { FACETS } from './search-encoder.mjs';
import { assertExact, makeQueries, readTexts, startOf, TERMS } from './search-queries.mjs';
import { buildSite, GONGKAI, SMALL } from './site.mjs';
import { setStage } from './stage.mjs';
import { openIndex } from '../../themes/default/static/search.js';

const NONE = FACETS.map(() => []);

const sites = { example: buildSite(), small: buildSite(SMALL) };

for (const [name, site] of Object.entries(sites)) {
  const texts = readTexts(site);
  const queries = makeQueries(texts, 7);
  const { substrings, absent } = queries;

  describe(`on the ${name} site`, () => {
    const stage = setStage(site);

    test('Chromium finds the tasks that hold what is sought, and no others', () => assertExact(stage, texts, queries));

    test('`gongkai search` gives the same answers', async () => {
      const index = openIndex(`http://localhost/${startOf(site)}`, async (url) => new Response(readFileSync(join(site.output, new URL(url).pathname))));
      const next = random(11);
      const asked = [
        ...substrings.slice(0, 30), ...TERMS, ...absent.slice(0, 20), 'gcq', 'gongchenqiao', 'qufu', '拱宸桥地铁上盖', '教育区',
        ...Array.from({ length: 30 }, () => `${pick(next, substrings)} ${pick(next, next() < 0.5 ? TERMS : substrings)}`),
        ...TERMS.slice(6, 16).map((one, at) => `${one} ${TERMS[at + 20]} ${TERMS[at + 9]}`),
      ];
      for (const query of asked) {
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

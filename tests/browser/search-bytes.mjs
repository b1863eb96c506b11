// What a search loads in Chromium before it shows something, from a server that compresses.

import { FACETS } from './search-encoder.mjs';

/**
 * For each query the bytes that a visitor loads who has not searched before: to the first result, and to the
 * ten that are shown at once; the script itself is not counted. `server` tells what it was asked for.
 */
export async function measureSearch(browser, server, queries) {
  const measured = [];
  const page = await browser.newPage();
  for (const query of queries) {
    const sum = async (what) => {
      await page.goto(`${server.url}search/index.html`);
      server.requests.length = 0;
      await page.evaluate(what, [query, FACETS.map(() => [])]);
      const loaded = server.requests.filter(({ path }) => path.endsWith('.bin'));
      return { bytes: loaded.reduce((all, { bytes }) => all + bytes, 0), requests: loaded.length };
    };
    measured.push({ query, first: await sum(loadFirst), ten: await sum(loadTen) });
  }
  await page.close();
  return measured;
}

async function loadFirst([text, none]) {
  const { start, script } = document.querySelector('#search').dataset;
  const { openIndex, fold } = await import(new URL(script, location.href).href);
  const index = openIndex(new URL(start, location.href).href, (url) => fetch(url, { cache: 'no-store' }));
  const { table } = await index.start();
  const parts = [...new Set(fold(text, table).text.split(' '))];
  for (const segment of await index.candidates(parts)) {
    const [first] = await index.found(segment, parts, none);
    if (first) return void (await index.hit(first));
  }
}

async function loadTen([text, none]) {
  const { start, script } = document.querySelector('#search').dataset;
  const { openIndex } = await import(new URL(script, location.href).href);
  const index = openIndex(new URL(start, location.href).href, (url) => fetch(url, { cache: 'no-store' }));
  for await (const { hits } of index.search({ text, facets: none, page: 1 })) {
    if (hits.length > 0) return;
  }
}

/** The mean, the 95th percentile and the greatest of some numbers. */
export function spread(numbers) {
  const sorted = numbers.toSorted((one, other) => one - other);
  const mean = sorted.reduce((sum, one) => sum + one, 0) / sorted.length;
  return { mean: Math.round(mean), p95: sorted[Math.floor(sorted.length * 0.95)], most: sorted.at(-1) };
}

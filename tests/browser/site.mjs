// A site built for the tests, and its pages by kind.

import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parse as parseToml } from 'smol-toml';
import { parsePage } from './dom.mjs';

export const REPOSITORY = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
export const GONGKAI =
  process.env.GONGKAI ??
  join(process.env.CARGO_TARGET_DIR ?? join(REPOSITORY, 'target'), 'debug/gongkai');

/** Every kind of page that a whole site has, by the class of its body. */
export const KINDS = [
  '404', 'catalogue', 'chapter', 'column', 'disclosure', 'home', 'page', 'proof', 'redirect', 'search',
  'series', 'series-period', 'site-map', 'task', 'unit', 'units',
];

/** A small site that has what the large one has not: status, completion, lists of several pages. */
export const SMALL = join(REPOSITORY, 'tests/fixtures/small');

/** The kinds of page on which it has that, and the kind that only it has. */
export const SMALL_KINDS = ['chapter', 'column', 'disclosure', 'home', 'task', 'unit', 'withdrawn'];

/** A small site whose plan is reported period after period, and the kinds of page on which that is seen. */
export const SERIES = join(REPOSITORY, 'tests/fixtures/series');
export const SERIES_KINDS = ['disclosure', 'series', 'series-period', 'task', 'unit'];

/** Builds the site of this repository, or the small one of `gongkai init` where there is none. */
export function buildSite(source = REPOSITORY) {
  const folder = mkdtempSync(join(tmpdir(), 'gongkai-browser-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  let root = source;
  if (!existsSync(join(root, 'content')) || !existsSync(join(root, 'site.toml'))) {
    root = join(folder, 'site');
    execFileSync(GONGKAI, ['init', root], { stdio: ['ignore', 'ignore', 'inherit'] });
  }
  const output = join(folder, 'public');
  execFileSync(GONGKAI, ['build', '--root', root, '--output-dir', output], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const files = list(output);
  const pages = new Map();
  for (const path of files.filter((path) => path.endsWith('.html'))) {
    pages.set(path, parsePage(readFileSync(join(output, path), 'utf8')));
  }
  const { base_url: baseUrl } = parseToml(readFileSync(join(root, 'site.toml'), 'utf8'));
  return { root, output, base: new URL(baseUrl).pathname, files: new Set(files), pages };
}

/** All files under a folder, as sorted paths with `/` between the names. */
function list(folder, from = folder) {
  return readdirSync(from, { withFileTypes: true })
    .flatMap((entry) => {
      const path = join(from, entry.name);
      return entry.isDirectory() ? list(folder, path) : [relative(folder, path).split(sep).join('/')];
    })
    .sort();
}

/** The longest page of every kind there is: where something breaks, it breaks there. */
export function pageOfEachKind(site, kinds) {
  const longest = new Map();
  for (const [path, page] of site.pages) {
    if (kinds && !kinds.includes(page.kind)) continue;
    const size = statSync(join(site.output, path)).size;
    if (size > (longest.get(page.kind)?.size ?? 0)) longest.set(page.kind, { path, size });
  }
  return new Map([...longest].sort().map(([kind, { path }]) => [kind, path]));
}

export function fileUrl(site, path) {
  return pathToFileURL(join(site.output, path)).href;
}

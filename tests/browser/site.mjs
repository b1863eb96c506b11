// A site built for the tests, its pages by kind, a small static server and a browser.

import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, extname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { parse as parseToml } from 'smol-toml';
import { parsePage } from './dom.mjs';

const REPOSITORY = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const GONGKAI =
  process.env.GONGKAI ??
  join(process.env.CARGO_TARGET_DIR ?? join(REPOSITORY, 'target'), 'debug/gongkai');

/** Every kind of page that a whole site has, by the class of its body. */
export const KINDS = [
  '404', 'catalogue', 'chapter', 'column', 'disclosure', 'home', 'page', 'redirect', 'site-map',
  'task', 'unit', 'units',
];

/** Builds the site of this repository, or the small one of `gongkai init` where there is none. */
export function buildSite() {
  const folder = mkdtempSync(join(tmpdir(), 'gongkai-browser-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  let root = REPOSITORY;
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
export function pageOfEachKind(site) {
  const longest = new Map();
  for (const [path, page] of site.pages) {
    const size = statSync(join(site.output, path)).size;
    if (size > (longest.get(page.kind)?.size ?? 0)) longest.set(page.kind, { path, size });
  }
  return new Map([...longest].sort().map(([kind, { path }]) => [kind, path]));
}

export function fileUrl(site, path) {
  return pathToFileURL(join(site.output, path)).href;
}

const TYPES = {
  '.css': 'text/css; charset=utf-8',
  '.csv': 'text/csv; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.xml': 'application/xml',
};

/** What a careful host sends with every page: nothing inline, nothing from elsewhere. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; " +
  "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/**
 * Serves a site under a path as a plain host does: `index.html` for folders, `404.html` with status
 * 404 for what is not there. With `still`, pages that lead elsewhere stay, to be looked at.
 */
export async function serve(site, base, { still = false } = {}) {
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, 'http://localhost').pathname);
    if (path === '/favicon.ico') {
      // Asked of the host by the browser, once, whatever the page.
      response.writeHead(204).end();
      return;
    }
    let file = path.startsWith(base) ? path.slice(base.length) : '404.html';
    if (file === '' || file.endsWith('/')) file += 'index.html';
    const found = path.startsWith(base) && site.files.has(file);
    if (!found) file = '404.html';
    let body = readFileSync(join(site.output, file));
    if (still && file.endsWith('.html')) {
      body = body.toString('utf8').replace(/<meta\b[^>]*http-equiv="?refresh"?[^>]*>/i, '');
    }
    response.writeHead(found ? 200 : 404, {
      'Content-Security-Policy': POLICY,
      'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream',
    });
    response.end(body);
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${server.address().port}${base}`,
    close: () => new Promise((done) => server.close(done)),
  };
}

export function launch() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    headless: true,
    args: [
      '--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run',
      '--disable-component-update', '--disable-sync',
    ],
  });
}

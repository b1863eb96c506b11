// A small static server for a site.

import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { gzipSync } from 'node:zlib';

const TYPES = {
  '.css': 'text/css; charset=utf-8',
  '.csv': 'text/csv; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.xml': 'application/xml',
};

/** What a careful host sends with every page: nothing inline, nothing from elsewhere. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; " +
  "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/**
 * Serves a site under a path as a plain host does: `index.html` for folders, `404.html` with status
 * 404 for what is not there. With `still`, pages that lead elsewhere stay, to be looked at; with
 * `policy`, the host sends a Content-Security-Policy of its own; with `gzip`, text is compressed.
 * `requests` tells what was asked for, and how many bytes the body of each answer had.
 */
export async function serve(site, base = site.base, { still, policy, gzip } = {}) {
  const requests = [];
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, 'http://localhost').pathname);
    const { file, found } = find(site, base, path);
    const type = TYPES[extname(file)] ?? 'application/octet-stream';
    const headers = { 'Content-Type': type };
    let body = readFileSync(join(site.output, file));
    if (still && file.endsWith('.html')) {
      body = body.toString('utf8').replace(/<meta\b[^>]*http-equiv="?refresh"?[^>]*>/i, '');
    }
    if (policy) headers['Content-Security-Policy'] = POLICY;
    if (gzip && /text|json|xml/.test(type)) {
      headers['Content-Encoding'] = 'gzip';
      body = gzipSync(body, { level: 9 });
    }
    if (path === '/favicon.ico' && !found) {
      // Asked of the host by the browser, once, whatever the page.
      requests.push({ path, type: 'icon', bytes: 0 });
      response.writeHead(204).end();
      return;
    }
    requests.push({ path, type, bytes: Buffer.byteLength(body) });
    response.writeHead(found ? 200 : 404, headers).end(body);
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${server.address().port}${base}`,
    requests,
    close: () => new Promise((done) => server.close(done)),
  };
}

function find(site, base, path) {
  let file = path.startsWith(base) ? path.slice(base.length) : '404.html';
  if (file === '' || file.endsWith('/')) file += 'index.html';
  const found = path.startsWith(base) && site.files.has(file);
  return { file: found ? file : '404.html', found };
}

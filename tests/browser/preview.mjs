// A preview of a site that a test may change, and its pages in the browser.

import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { createInterface } from 'node:readline';
import { GONGKAI, SMALL } from './site.mjs';
import { launch, watch } from './stage.mjs';

const PATIENCE = 15_000;

/**
 * Starts a preview of a copy of a site, released before and then changed by `change`; `options` are those
 * of `gongkai serve`.
 */
export async function preview(source = SMALL, options = [], change = () => {}) {
  const folder = mkdtempSync(join(tmpdir(), 'gongkai-preview-'));
  const root = join(folder, 'site');
  for (const name of ['site.toml', 'content']) cpSync(join(source, name), join(root, name), { recursive: true });
  execFileSync(GONGKAI, ['build', '--root', root], { stdio: ['ignore', 'ignore', 'pipe'] });
  const path = (name) => join(root, name);
  const files = {
    read: (name) => readFileSync(path(name), 'utf8'),
    mkdir: (name) => mkdirSync(path(name), { recursive: true }),
    /** Writes a file as most editors do: beside it, then in its place. */
    write(name, text) {
      writeFileSync(path(`.${basename(name)}.new`), text);
      renameSync(path(`.${basename(name)}.new`), path(name));
    },
    change(name, from, to) {
      const text = files.read(name);
      if (!text.includes(from)) throw new Error(`${name} lacks ${from}`);
      files.write(name, text.replace(from, to));
    },
  };
  change(files);
  const server = spawn(GONGKAI, ['serve', '--root', root, '--port', '0', '--lang', 'zh', ...options], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [line] = await once(createInterface({ input: server.stdout }));
  const url = line.match(/http:\/\/\S+\//)[0];
  const browser = await launch();
  return {
    url,
    browser,
    ...files,
    /** What a build tells on standard error. */
    build: () => spawnSync(GONGKAI, ['build', '--root', root, '--lang', 'zh'], { encoding: 'utf8' }).stderr,
    /** Opens a page; gives it and the list of what goes wrong on it. */
    async open(at, settings = {}) {
      const context = await browser.newContext({ reducedMotion: 'reduce', ...settings });
      context.setDefaultTimeout(PATIENCE);
      const page = await context.newPage();
      const faults = watch(page, url);
      await page.goto(new URL(at, url).href, { waitUntil: 'load' });
      return { page, faults, close: () => context.close() };
    },
    async close() {
      await browser.close();
      server.kill('SIGINT');
      await once(server, 'exit');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function once(emitter, event = 'line') {
  return new Promise((done) => emitter.once(event, (...values) => done(values)));
}

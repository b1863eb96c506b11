// A browser and a served site for the tests of a file, and what goes wrong while a page is open.

import { after, before } from 'node:test';
import { chromium } from 'playwright-core';
import { serve } from './server.mjs';
import { fileUrl } from './site.mjs';

export const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
export const CHROMIUM_ARGS = [
  '--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run',
  '--disable-component-update', '--disable-sync',
];

/** How long something may take that is done at once, on a machine that does other things too, in ms. */
const PATIENCE = 15_000;

export function launch() {
  return chromium.launch({ executablePath: CHROMIUM, headless: true, args: CHROMIUM_ARGS });
}

/** Starts a browser and a server of the site before the tests of a file, and ends them after. */
export function setStage(site, { base = site.base, ...serving } = {}) {
  const stage = {
    browser: undefined,
    server: undefined,

    /** The URL of a page, over HTTP or in a folder. */
    url: (path) => stage.server.url + path,
    fileUrl: (path) => fileUrl(site, path),

    /** Opens a URL in a context of its own; gives what went wrong while `look` looked at it. */
    async open(url, options, look) {
      const context = await stage.browser.newContext({ reducedMotion: 'reduce', ...options });
      try {
        context.setDefaultTimeout(PATIENCE);
        const page = await context.newPage();
        const faults = watch(page, url);
        await page.goto(url, { waitUntil: 'load' });
        await look(page, context);
        return faults;
      } finally {
        await context.close();
      }
    },
  };
  before(async () => {
    [stage.browser, stage.server] = await Promise.all([launch(), serve(site, base, serving)]);
  });
  after(async () => {
    await stage.browser?.close();
    await stage.server?.close();
  });
  return stage;
}

/** The list into which everything that goes wrong on a page is written, as it happens. */
export function watch(page, url) {
  const faults = [];
  const { origin } = new URL(url);
  page.on('console', (message) => faults.push(`console ${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => faults.push(`script error: ${error.message}`));
  page.on('requestfailed', (request) => {
    // The icon of a page that is left before it came.
    const { errorText } = request.failure();
    if (errorText !== 'net::ERR_ABORTED') faults.push(`failed: ${request.url()}: ${errorText}`);
  });
  page.on('request', (request) => {
    if (new URL(request.url()).origin !== origin) faults.push(`elsewhere: ${request.url()}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400) faults.push(`${response.status()}: ${response.url()}`);
  });
  return faults;
}

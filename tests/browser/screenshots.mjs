// Pictures of each kind of page for a person to look at, in `out/`: tests/run screenshots.

import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { serve } from './server.mjs';
import { DESKTOP, PHONE, setLargeText } from './settings.mjs';
import { buildSite, pageOfEachKind, SMALL } from './site.mjs';
import { launch } from './stage.mjs';

const OUT = join(dirname(fileURLToPath(import.meta.url)), 'out');
/** What of a page is taken at most, from its top and from its middle. */
const TALLEST = 4000;
const SHEETS = 3;

const looks = {
  phone: { viewport: PHONE },
  desktop: { viewport: DESKTOP },
  dark: { viewport: DESKTOP, colorScheme: 'dark' },
  large: { viewport: DESKTOP, large: true },
};

rmSync(OUT, { recursive: true, force: true });
mkdirSync(OUT, { recursive: true });
const browser = await launch();
const sites = [{ site: buildSite() }, { site: buildSite(SMALL), kinds: ['withdrawn'] }];
for (const { site, kinds } of sites) {
  const server = await serve(site, site.base, { still: true });
  for (const [kind, path] of pageOfEachKind(site, kinds)) {
    for (const [look, { large, ...options }] of Object.entries(looks)) {
      const page = await browser.newPage({ reducedMotion: 'reduce', ...options });
      await page.goto(server.url + path, { waitUntil: 'load' });
      if (large) await setLargeText(page, true);
      await take(page, `${kind}-${look}`);
      await page.close();
    }
    await print(server.url + path, kind);
  }
  await server.close();
}
await browser.close();
console.log(`${readdirSync(OUT).filter((name) => name.endsWith('.png')).length} pictures in ${OUT}`);

async function take(page, name) {
  const { width } = page.viewportSize();
  const whole = await page.evaluate(() => document.documentElement.scrollHeight);
  const part = async (suffix, y, height) => {
    const path = join(OUT, `${name}${suffix}.png`);
    await page.screenshot({ path, fullPage: true, clip: { x: 0, y, width, height } });
  };
  await part('', 0, Math.min(whole, TALLEST));
  if (whole > 1.5 * TALLEST) await part('-middle', (whole - TALLEST / 2) / 2, TALLEST / 2);
}

async function print(url, kind) {
  const page = await browser.newPage();
  await page.goto(url, { waitUntil: 'load' });
  const pdf = join(OUT, `${kind}-print.pdf`);
  writeFileSync(pdf, await page.pdf({ format: 'A4', preferCSSPageSize: true }));
  await page.close();
  execFileSync('pdftoppm', ['-r', '80', '-l', String(SHEETS), '-png', pdf, pdf.replace(/\.pdf$/, '')]);
}

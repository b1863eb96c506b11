// Every page and style sheet passes the Nu HTML checker.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import vnu from 'vnu-jar';
import { buildSite } from './site.mjs';

/** Messages that are no fault of the page, each with the reason. That pages keep their policy is tested in Chromium. */
const ALLOWED = [
  {
    why: 'A file that the checker reads has no origin, which is what “self” in a policy stands for.',
    pattern: /^Resource violates Content Security Policy \(meta tag\): external (stylesheet|script) “[^:]+” blocked/,
  },
  {
    why: 'JSON-LD is data: HTML asks no policy before it leaves alone what is not JavaScript.',
    pattern: /^Inline script violates Content Security Policy \(meta tag\): blocked by “script-src”/,
    within: /<script type="?application\/ld\+json/,
  },
  {
    why: 'The checker does not know container queries, which every current browser does.',
    pattern: /^CSS: (“container(-name|-type)?”: Property “container(-name|-type)?” doesn't exist|Unrecognized at-rule “@container”)/,
  },
];

function isAllowed({ message, extract = '' }) {
  return ALLOWED.some(({ pattern, within }) => pattern.test(message) && (!within || within.test(extract)));
}

test('the Nu HTML checker finds nothing', () => {
  const site = buildSite();
  const checked = spawnSync(
    process.env.JAVA ?? 'java',
    ['-Xss4m', '-jar', vnu, '--format', 'json', '--also-check-css', '--skip-non-html', site.output],
    { encoding: 'utf8', maxBuffer: 1 << 28 },
  );
  assert.equal(checked.error, undefined, 'java runs');
  const base = pathToFileURL(site.output).href.replace('file:///', 'file:/');
  const messages = JSON.parse(checked.stderr || checked.stdout).messages;
  const found = messages
    .filter((message) => !isAllowed(message))
    .map(({ url = '', lastLine, lastColumn, type, subType, message, extract }) => {
      const path = url.replace('file:///', 'file:/').replace(`${base}/`, '');
      return `${path}:${lastLine}:${lastColumn}: ${subType ?? type}: ${message}\n    ${extract ?? ''}`;
    });
  assert.equal(found.length, 0, `${found.length} messages\n${found.slice(0, 50).join('\n')}`);
  assert.ok(site.pages.size >= 10);
});

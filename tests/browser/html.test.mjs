// Every page and style sheet passes the Nu HTML checker.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import vnu from 'vnu-jar';
import { buildSite } from './site.mjs';

/** Messages that are no fault of the page, each with the reason. */
const ALLOWED = [];

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
    .filter(({ message }) => !ALLOWED.some(({ pattern }) => pattern.test(message)))
    .map(({ url = '', lastLine, lastColumn, type, subType, message, extract }) => {
      const path = url.replace('file:///', 'file:/').replace(`${base}/`, '');
      return `${path}:${lastLine}:${lastColumn}: ${subType ?? type}: ${message}\n    ${extract ?? ''}`;
    });
  assert.equal(found.length, 0, `${found.length} messages\n${found.slice(0, 50).join('\n')}`);
  assert.ok(site.pages.size >= 10);
});

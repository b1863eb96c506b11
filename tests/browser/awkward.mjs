// A small site with content as awkward as offices have it: words that have no place to break, a table that
// is wider than any screen, chapters without numbers or tasks, a long index number.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { stringify, TomlDate } from 'smol-toml';

/** A word without a place to break, as addresses and file names are. */
export const WORD = 'ABCDEFGHIJ'.repeat(24);
export const NUMBER = '11330105MB1234567X/2020-03-000012345';
export const COLUMNS = Array.from({ length: 15 }, (_, at) => `${at + 1}月完成投资`);

const ROW = COLUMNS.map((_, at) => `${1000 + at}.50`);
const TABLE = [COLUMNS, COLUMNS.map(() => '---'), ROW].map((cells) => `|${cells.join('|')}|`).join('\n');
const CODE = 'gongkai '.repeat(30);
const WIDE = `第一段说开工。\n\n第二段说完工。\n\n${TABLE}\n\n\`\`\`\n${CODE}\n\`\`\``;

/** Writes the site and gives its folder, which is gone when the process ends. */
export function writeAwkwardSite() {
  const root = mkdtempSync(join(tmpdir(), 'gongkai-awkward-'));
  process.once('exit', () => rmSync(root, { recursive: true, force: true }));
  const write = (path, content) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), stringify(content));
  };
  const card = (serial, title) => ({
    title, index_number: `K1493206-6/2020-${serial}`, publisher: '区府办', mode: '主动公开',
    created: new TomlDate('2020-07-22'), published: new TomlDate('2020-07-22'),
  });
  write('site.toml', {
    name: '示例区', base_url: 'https://www.example.gov.cn/open/', organisation: { name: '示例区人民政府' },
  });
  write('content/units.toml', { unit: [{ id: 'long', name: `${WORD}局` }, { id: 'office', name: '区府办' }] });
  write('content/column.toml', { title: '首页栏目' });
  write('content/plans/column.toml', { title: '计划' });
  write('content/plans/words/disclosure.toml', { ...card('00001', `${WORD}事项`), index_number: NUMBER, summary: WORD });
  write('content/plans/words/01/chapter.toml', { title: `${WORD}章` });
  write('content/plans/words/01/01.toml', {
    title: `${WORD}任务`, units: [`${WORD}局`, '区府办'], progress: `https://www.example.gov.cn/${WORD}`, status: 'done', completion: { done: 12345.67, total: 98765.43, unit: '万平方米' },
  });
  write('content/plans/words/02/chapter.toml', { title: '另一章' });
  write('content/plans/words/02/01.toml', { title: '另一任务', units: ['区府办'], progress: '正常进行。', status: 'in-progress' });
  write('content/plans/wide/disclosure.toml', card('00003', '表很宽的计划'));
  write('content/plans/wide/01/chapter.toml', { title: '投资' });
  write('content/plans/wide/01/01.toml', { title: '按月完成投资', units: ['区府办'], progress: WIDE });
  write('content/plans/none/disclosure.toml', card('00002', '还没有任务的计划'));
  write('content/plans/none/01/chapter.toml', { title: '空章' });
  return root;
}

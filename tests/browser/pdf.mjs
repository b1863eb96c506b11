// A PDF as poppler's pdftotext reads it.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'parse5';
import { attribute, textContent } from './dom.mjs';

/** The foot of a sheet begins so far above its lower edge, in points. */
const FOOT = 48;

/**
 * Text as it is compared: without any white space, which a PDF has not, and with each letter in the
 * form that fonts share.
 */
export function squeeze(text) {
  return text.normalize('NFKC').replace(/\s+/g, '');
}

/**
 * The sheets of a PDF: the squeezed `text` in the order of its making, that of its `foot`, and the
 * `lines` above the foot, which are of one height each, from the top; tops are in points.
 */
export function readPdf(pdf) {
  const folder = mkdtempSync(join(tmpdir(), 'gongkai-pdf-'));
  try {
    const file = join(folder, 'page.pdf');
    writeFileSync(file, pdf);
    const run = (option) => execFileSync('pdftotext', [option, file, '-'], { encoding: 'utf8', maxBuffer: 1 << 28 });
    const texts = run('-raw').split('\f');
    const sheets = elements(parse(run('-bbox')), 'page');
    assert.ok(sheets.length > 0, 'a PDF has sheets');
    return sheets.map((sheet, index) => {
      const end = Number(attribute(sheet, 'height')) - FOOT;
      const words = elements(sheet, 'word').map((word) => ({
        text: squeeze(textContent(word)),
        left: Number(attribute(word, 'xmin')),
        top: Number(attribute(word, 'ymin')),
        bottom: Number(attribute(word, 'ymax')),
      }));
      return {
        text: squeeze(texts[index]),
        foot: words.filter(({ top }) => top >= end).map(({ text }) => text).join(' '),
        lines: lines(words.filter(({ top }) => top < end)),
      };
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function elements(node, name) {
  return (node.childNodes ?? []).flatMap((child) => [
    ...(child.tagName === name ? [child] : []),
    ...elements(child, name),
  ]);
}

function lines(words) {
  const found = [];
  for (const word of [...words].sort((one, other) => one.top - other.top || one.left - other.left)) {
    const last = found.at(-1);
    if (last && Math.abs(last.top - word.top) < 0.5) {
      last.words.push(word);
      last.bottom = Math.max(last.bottom, word.bottom);
    } else {
      found.push({ top: word.top, bottom: word.bottom, words: [word] });
    }
  }
  return found.map(({ top, bottom, words }) => {
    const text = words.sort((one, other) => one.left - other.left).map((word) => word.text).join('');
    return { top, bottom, text };
  });
}

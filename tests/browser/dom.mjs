// HTML parsed without a browser.

import { parse } from 'parse5';

/** The blocks of Markdown: their text is parted from what stands around it. */
const BLOCKS = new Set([
  'blockquote', 'br', 'div', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'hr', 'li', 'ol', 'p', 'pre',
  'table', 'tbody', 'td', 'th', 'thead', 'tr', 'ul',
]);

/** The kind of a page, its elements in order, and the ids in it. */
export function parsePage(html) {
  const elements = [];
  const walk = (node) => {
    if (node.tagName) elements.push(node);
    (node.childNodes ?? []).forEach(walk);
  };
  walk(parse(html));
  const body = elements.find((node) => node.tagName === 'body');
  return {
    elements,
    kind: classes(body).find((name) => name.startsWith('page-'))?.slice('page-'.length),
    ids: new Set(elements.map((node) => attribute(node, 'id')).filter(Boolean)),
  };
}

export function attribute(node, name) {
  return node.attrs.find((one) => one.name === name)?.value;
}

export function classes(node) {
  return (attribute(node, 'class') ?? '').split(/[\t\n\f\r ]+/).filter(Boolean);
}

/** What a browser calls `textContent`. */
export function textContent(node) {
  if (node.nodeName === '#text') return node.value;
  return (node.childNodes ?? []).map(textContent).join('');
}

/** `textContent`, with a space where a block begins or ends. */
export function blockText(node) {
  if (node.nodeName === '#text') return node.value;
  const text = (node.childNodes ?? []).map(blockText).join('');
  return BLOCKS.has(node.tagName) ? ` ${text} ` : text;
}

/**
 * The one normalisation that is used when texts are compared: a run of the five white-space
 * characters of HTML (tab, newline, form feed, carriage return, space) is one space, and none at
 * either end. No other character is touched: not NBSP, not U+3000, not the width of punctuation.
 */
export function collapse(text) {
  return text.replace(/[\t\n\f\r ]+/g, ' ').replace(/^ | $/g, '');
}

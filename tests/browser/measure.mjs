// Measures of a page that is open. Each function runs in the page, so each stands alone.

/** The innermost elements that reach over the right edge, when the document is wider than the window. */
export function tooWide() {
  const room = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= room) return [];
  const isOver = (element) => element.getBoundingClientRect().right > room + 0.5;
  const isHeld = (element) => {
    for (let at = element.parentElement; at && at !== document.body; at = at.parentElement) {
      if (getComputedStyle(at).overflowX !== 'visible') return true;
    }
    return false;
  };
  const over = [...document.querySelectorAll('body *')].filter((element) => isOver(element) && !isHeld(element));
  if (over.length === 0) return [`the document has ${document.documentElement.scrollWidth} pixels`];
  return over
    .filter((element) => ![...element.children].some(isOver))
    .map((element) => `${element.tagName} ${element.className} ${element.textContent.slice(0, 40)}`);
}

/**
 * Text that is cut off: by a box that hides what does not fit in it, or by the edge of the window
 * where nothing scrolls there. What is hidden from the eye on purpose is clipped to nothing.
 */
export function cutOff() {
  const isHiddenOnPurpose = (element) => {
    const { width, height } = element.getBoundingClientRect();
    return getComputedStyle(element).clipPath === 'inset(50%)' || (width <= 1 && height <= 1);
  };
  const within = (element, holds) => {
    for (let at = element; at; at = at.parentElement) if (holds(at)) return true;
    return false;
  };
  const style = (element, name) => getComputedStyle(element)[name];
  const found = [];
  for (const element of document.body.querySelectorAll('*')) {
    if (!element.checkVisibility({ visibilityProperty: true }) || within(element, isHiddenOnPurpose)) continue;
    const name = `<${element.tagName.toLowerCase()} class="${element.className}"> ${element.textContent.trim().slice(0, 40)}`;
    const cuts = (axis) => /hidden|clip/.test(style(element, axis));
    if (cuts('overflowX') && element.scrollWidth > element.clientWidth + 1) found.push(`${name}: cut at the side`);
    if (cuts('overflowY') && element.scrollHeight > element.clientHeight + 1) found.push(`${name}: cut below`);
    if (![...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim())) continue;
    if (within(element, (at) => /auto|scroll/.test(style(at, 'overflowX')))) continue;
    const { left, right } = element.getBoundingClientRect();
    if (left < -0.5 || right > document.documentElement.clientWidth + 0.5) found.push(`${name}: over the edge`);
  }
  return found;
}

/** Pieces of text that lie on one another, side by side in a line. */
export function overlapping() {
  const pieces = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (!node.data.trim() || !parent.checkVisibility({ visibilityProperty: true })) continue;
    if (parent.closest('select, option')) continue;
    let isHidden = false;
    for (let at = parent; at && !isHidden; at = at.parentElement) {
      isHidden = getComputedStyle(at).clipPath === 'inset(50%)';
    }
    if (isHidden) continue;
    // What is scrolled out of sight lies on nothing.
    let [left, right] = [-Infinity, Infinity];
    for (let at = parent; at && at !== document.body; at = at.parentElement) {
      if (getComputedStyle(at).overflowX === 'visible') continue;
      const holder = at.getBoundingClientRect();
      [left, right] = [Math.max(left, holder.left), Math.min(right, holder.right)];
    }
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const { top, bottom, height, ...sides } of [...range.getClientRects()].map((box) => box.toJSON())) {
      const box = { top, bottom, height, left: Math.max(sides.left, left), right: Math.min(sides.right, right) };
      if (box.right - box.left > 1) pieces.push({ box, node });
    }
  }
  pieces.sort((one, other) => one.box.top - other.box.top);
  const found = [];
  pieces.forEach(({ box, node }, index) => {
    for (let next = index + 1; next < pieces.length && pieces[next].box.top < box.bottom; next += 1) {
      const { box: other, node: otherNode } = pieces[next];
      if (otherNode === node) continue;
      const across = Math.min(box.right, other.right) - Math.max(box.left, other.left);
      const down = Math.min(box.bottom, other.bottom) - other.top;
      // Lines may stand closer than the boxes of their letters are high.
      if (across > 1 && down > Math.min(box.height, other.height) / 2) {
        found.push(`“${node.data.trim().slice(0, 20)}” and “${otherNode.data.trim().slice(0, 20)}”`);
      }
    }
  });
  return found;
}

/** The pieces of text in the main content that are there for a reader, with what is folded away unfolded. */
export function textShown(butFor) {
  for (const details of document.querySelectorAll('main details')) details.open = true;
  const shown = [];
  const walker = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!node.data.trim() || node.parentElement.closest(butFor)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    if (range.getClientRects().length > 0 && node.parentElement.checkVisibility({ visibilityProperty: true })) {
      shown.push(node.data.trim());
    }
  }
  return shown;
}

/** Sets text as WCAG 2.2, 1.4.12 says that a reader may set it. */
export function spaceText() {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    * { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }
    p { margin-bottom: 2em !important; }
  `);
  document.adoptedStyleSheets = [sheet];
}

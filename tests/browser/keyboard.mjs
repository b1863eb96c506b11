// A page by keyboard: what Tab should reach, and how it is shown where the focus is.

import assert from 'node:assert/strict';

/**
 * Makes ready for `focusFaults`: remembers the elements that Tab should reach, in the order of the
 * document, and how each looks while the focus is elsewhere. Gives how many they are.
 */
export function prepareStops(page) {
  return page.evaluate(() => {
    const NATIVE = 'a[href], area[href], button, input, select, textarea, iframe, [tabindex], [contenteditable]';
    const isStop = (element) => {
      if (!element.checkVisibility({ visibilityProperty: true }) || element.closest('[inert]')) return false;
      if (element.matches(NATIVE)) return element.tabIndex >= 0 && !element.matches(':disabled, [type="hidden"]');
      if (element.matches('details > summary:first-of-type')) return true;
      // What is scrolled and holds nothing to stop at is a stop itself.
      const { overflowX, overflowY } = getComputedStyle(element);
      const scrolls =
        (/auto|scroll/.test(overflowX) && element.scrollWidth > element.clientWidth) ||
        (/auto|scroll/.test(overflowY) && element.scrollHeight > element.clientHeight);
      return scrolls && ![...element.querySelectorAll(NATIVE)].some(isStop);
    };

    // A box that is hidden is shown by its label.
    const labelOf = (element) => element.labels?.[0];
    const shown = (element) => {
      const { width, height } = element.getBoundingClientRect();
      return width <= 2 || height <= 2 ? labelOf(element) ?? element : element;
    };

    const look = (element) =>
      [element, labelOf(element), element.parentElement].filter(Boolean).map((one) => {
        const style = getComputedStyle(one);
        const isDrawn = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1 &&
          !/^rgba\(.*, 0\)$/.test(style.outlineColor);
        return [
          isDrawn ? `${style.outlineStyle} ${style.outlineWidth} ${style.outlineColor}` : 'no outline',
          style.boxShadow, style.backgroundColor, style.borderColor, style.borderWidth,
          style.textDecorationLine, style.textDecorationThickness,
        ].join(', ');
      }).join('; ');

    // Every box of it, near each corner and in the middle: in the window, and nothing lies over it.
    const hidden = (element) => {
      const target = shown(element);
      for (const box of target.getClientRects()) {
        if (box.width === 0 || box.height === 0) continue;
        const top = box.height > innerHeight ? Math.max(box.top, 0) : box.top;
        const bottom = box.height > innerHeight ? Math.min(box.bottom, innerHeight) : box.bottom;
        const [dx, dy] = [Math.min(4, box.width / 4), Math.min(4, (bottom - top) / 4)];
        const across = [box.left + dx, (box.left + box.right) / 2, box.right - dx];
        const down = [top + dy, (top + bottom) / 2, bottom - dy];
        for (const [x, y] of across.flatMap((x) => down.map((y) => [x, y]))) {
          const at = `${Math.round(x)},${Math.round(y)}`;
          if (x < 0 || y < 0 || x > innerWidth || y > innerHeight) return `out of the window at ${at}`;
          const top = document.elementFromPoint(x, y);
          if (!top) return `nothing at ${at}`;
          if (!target.contains(top) && !top.contains(target)) {
            return `covered at ${at} by <${top.tagName.toLowerCase()} class="${top.className}">`;
          }
        }
      }
      return undefined;
    };

    const stops = [...document.querySelectorAll('body *')].filter(isStop);
    const looks = new Map(stops.map((stop) => [stop, look(stop)]));
    const name = (element) =>
      `<${element.tagName.toLowerCase()} class="${element.className}"> ${element.textContent.trim().slice(0, 30)}`;
    globalThis.stops = stops;
    globalThis.focusFaults = (index) => {
      const at = document.activeElement;
      const expected = stops[index];
      if (at !== expected) return [`focus is at ${name(at)}, not at ${name(expected)}`];
      const faults = [];
      const why = hidden(at);
      if (why) faults.push(`${name(at)}: ${why}`);
      if (look(at) === looks.get(at)) faults.push(`${name(at)}: the focus does not show`);
      return faults;
    };
    return stops.length;
  });
}

/** What is wrong when the focus should be at the stop of a number. */
export function focusFaults(page, index) {
  return page.evaluate((one) => globalThis.focusFaults(one), index);
}

/** Presses Tab until the focus is at what a selector names. */
export async function tabTo(page, selector, most = 300) {
  for (let presses = 0; presses < most; presses += 1) {
    await page.keyboard.press('Tab');
    if (await page.evaluate((one) => document.activeElement.matches(one), selector)) return;
  }
  assert.fail(`Tab does not reach ${selector}`);
}

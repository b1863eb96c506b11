// The settings that a page is looked at in: the screen, the colours, the size of the text.

import assert from 'node:assert/strict';

export const SMALL_PHONE = { width: 320, height: 640 };
export const PHONE = { width: 390, height: 844 };
export const DESKTOP = { width: 1280, height: 800 };
export const SCREENS = [DESKTOP, PHONE, SMALL_PHONE];
export const SCHEMES = ['light', 'dark'];
export const SCRIPTING = [
  { javaScriptEnabled: true, scripting: 'with JavaScript' },
  { javaScriptEnabled: false, scripting: 'without JavaScript' },
];

/** Sets the switch for large text as a reader does, by its label. */
export async function setLargeText(page, on) {
  const box = page.locator('#large-text');
  assert.equal(await box.count(), 1, 'a page has one switch for large text');
  if ((await box.isChecked()) === on) return;
  await page.locator('label[for="large-text"], label:has(#large-text)').first().click();
  assert.equal(await box.isChecked(), on, 'the label works the switch');
}

/**
 * Opens a page in settings that have every two of size of text, screen and scheme together once; `look` is given
 * the page's setting by name.
 */
export async function inEachSetting(page, look) {
  for (const [row, large] of [false, true].entries()) {
    // The switch may be folded away on a small screen.
    await page.setViewportSize(DESKTOP);
    await setLargeText(page, large);
    for (const [column, screen] of SCREENS.entries()) {
      const colorScheme = SCHEMES[(row + column) % SCHEMES.length];
      await page.setViewportSize(screen);
      await page.emulateMedia({ colorScheme });
      await look(`${large ? 'large' : 'normal'} text, ${screen.width} px, ${colorScheme}`, screen);
    }
  }
}

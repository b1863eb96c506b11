// What is wrong with the content, above the page as it was before.

import { element } from './words.js';

/** The overlay in `root`; `changed` is called when it is closed by hand. */
export function makeOverlay(root, changed) {
  let shown = '';
  let panel = null;

  const close = () => {
    panel?.remove();
    panel = null;
  };

  return {
    get isOpen() {
      return panel !== null;
    },

    /** Shows faults; the same ones that were closed by hand stay closed unless `again`. */
    show(faults, words, again = false) {
      const key = faults.map((fault) => fault.text).join('\n');
      if (key === shown && !again) return;
      shown = key;
      close();
      const button = element('button', { type: 'button' }, words.close);
      button.addEventListener('click', () => {
        close();
        changed();
      });
      panel = element(
        'section',
        { class: 'overlay', role: 'alertdialog', 'aria-labelledby': 'faults-title', 'aria-describedby': 'faults-hint' },
        element('div', { class: 'head' }, element('h2', { id: 'faults-title' }, words.faultsTitle), button),
        element('p', { id: 'faults-hint' }, words.faultsHint),
        ...faults.map((fault) => element('pre', { tabindex: 0 }, fault.text)),
      );
      panel.addEventListener('keydown', (event) => event.key === 'Escape' && button.click());
      root.prepend(panel);
    },

    hide() {
      shown = '';
      close();
    },
  };
}

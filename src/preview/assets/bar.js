// The bar at the foot of every page of a preview: what the page is, how it differs from the last
// release, what the rules found.

import { element } from './words.js';

const HIDDEN = 'gongkai-preview-hidden';

/** The bar in `root`; `actions` are what its buttons do. */
export function makeBar(root, actions) {
  const bar = element('aside', { class: 'bar', id: 'bar' });
  root.append(bar);
  const status = element('span', { role: 'status', class: 'status' });
  let panelOpen = false;
  let last = null;
  let drawn = '';

  const button = (text, attributes, run) => {
    const made = element('button', { type: 'button', ...attributes }, text);
    made.addEventListener('click', run);
    return made;
  };

  /** The state again, after a button was used; `focus` is the id of the button that keeps the focus. */
  const redraw = (focus) => {
    if (!last) return;
    update(last.state, last.words, last.marking);
    if (focus) root.getElementById(focus)?.focus();
  };

  const hide = (on) => {
    if (on) sessionStorage.setItem(HIDDEN, 'yes');
    else sessionStorage.removeItem(HIDDEN);
    redraw(on ? 'open' : 'hide');
  };

  const findings = (list, sum, words) =>
    element(
      'section',
      { class: 'findings', id: 'findings', 'aria-label': words.findings(list.length) },
      ...(list.length === 0 ? [element('p', {}, words.noFindings)] : []),
      ...(list.length
        ? [
            element(
              'ul',
              {},
              ...list.map((one) =>
                element(
                  'li',
                  {},
                  element('span', { class: one.severity }, words.severity[one.severity]),
                  ` ${one.message} `,
                  element('code', {}, one.code),
                  element('pre', { tabindex: 0 }, one.text),
                ),
              ),
            ),
          ]
        : []),
      element('p', {}, words.sum(sum)),
    );

  function update(state, words, marking) {
    last = { state, words, marking };
    const key = JSON.stringify([state, marking, panelOpen, sessionStorage.getItem(HIDDEN)]);
    if (key === drawn) return;
    drawn = key;
    const { page, comparison, faults = [] } = state;
    const focused = root.activeElement?.id;
    bar.setAttribute('aria-label', words.preview);
    const errors = [...faults, ...(page?.faults ?? [])];
    if (sessionStorage.getItem(HIDDEN)) {
      bar.className = 'bar small';
      bar.replaceChildren(button(words.preview, { id: 'open', 'aria-label': words.open }, () => hide(false)), status);
      if (focused) root.getElementById(focused)?.focus();
      return;
    }
    bar.className = 'bar';
    const parts = [element('strong', {}, words.preview)];
    if (state.isGone) parts.push(element('span', { class: 'warning' }, words.gone));
    if (page?.held) {
      const text = page.held.why === 'draft' ? words.draft : words.notDue(page.held.date);
      parts.push(element('span', { class: 'held' }, text));
    }
    if (page?.uncommitted) parts.push(element('span', { class: 'held' }, words.uncommitted));
    if (errors.length) {
      parts.push(button(words.faults(errors.length), { id: 'faults', class: 'error' }, actions.showFaults));
    }
    if (comparison?.is_begun && !comparison.as_of) parts.push(element('span', {}, words.noRelease));
    if (page?.change) parts.push(element('span', { class: page.change }, words.change[page.change]));
    if (page?.change === 'changed') {
      const attributes = { id: 'mark', 'aria-pressed': String(marking), 'aria-keyshortcuts': 'F8' };
      const made = button(words.mark, attributes, actions.mark);
      made.append(' ', element('kbd', {}, 'F8'));
      parts.push(made);
    }
    if (comparison?.as_of) {
      const text = words.all(comparison);
      const more = comparison.done < comparison.of ? ` (${words.progress(comparison.done, comparison.of)})` : '';
      parts.push(element('a', { id: 'changes', href: '/-/gongkai/changes' }, text + more));
    }
    if (state.findings) {
      const list = page?.findings ?? [];
      const weight = list.some((one) => one.severity === 'error') ? 'error' : list.length ? 'warning' : '';
      const attributes = { id: 'check', class: weight, 'aria-expanded': String(panelOpen), 'aria-controls': 'findings' };
      const toggle = () => {
        panelOpen = !panelOpen;
        redraw('check');
      };
      parts.push(button(words.findings(list.length), attributes, toggle));
      if (panelOpen) parts.unshift(findings(list, state.findings, words));
    } else {
      panelOpen &&= false;
      parts.push(element('span', {}, words.checking));
    }
    parts.push(status, button(words.hide, { id: 'hide' }, () => hide(true)));
    bar.replaceChildren(...parts);
    if (focused) root.getElementById(focused)?.focus();
  }

  bar.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !panelOpen) return;
    panelOpen = false;
    redraw('check');
  });

  return {
    update,
    /** Tells something once, to those who do not see it, too. */
    say(text) {
      status.textContent = text;
    },
  };
}

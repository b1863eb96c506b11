// Improves pages that are complete without it: large text that stays on, the filter of the tasks, the
// chapter being read, printing.
(() => {
  'use strict';

  const root = document.documentElement;
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const words = (element) => element.textContent.replace(/\s+/g, ' ').trim();

  const KEY = 'gongkai-large-text';
  // Storage may be closed to a page; then the switch holds for this page alone.
  const stored = (use) => {
    try {
      return use(localStorage);
    } catch {
      return null;
    }
  };
  const recall = () => stored((storage) => storage.getItem(KEY)) === 'on';
  const enlarge = (on) => root.classList.toggle('large-text', on);
  // Before the first paint.
  enlarge(recall());

  const largeText = () => {
    const box = document.getElementById('large-text');
    if (!box) return;
    const show = () => enlarge((box.checked = recall()));
    show();
    box.addEventListener('change', () => {
      enlarge(box.checked);
      stored((storage) => (box.checked ? storage.setItem(KEY, 'on') : storage.removeItem(KEY)));
    });
    // A page that the browser kept may have been left before another page changed it.
    addEventListener('pageshow', (event) => event.persisted && show());
  };

  const printing = () => {
    for (const place of all('.print-button')) {
      place.hidden = false;
      place.firstElementChild.addEventListener('click', () => print());
    }
  };

  const filter = () => {
    const form = document.querySelector('form.filter');
    const table = document.querySelector('.all-tasks table');
    if (!form || !table) return;
    const { chapter, unit, status } = form.elements;
    const selects = [chapter, unit, status];
    const chapters = all('.jump a');
    // What a unit is called first, by its page: a row may name it by another name.
    const names = new Map();
    const nameOf = (link) => names.get(link.href) ?? names.set(link.href, words(link)).get(link.href);
    const rows = all('.promise', table).map(({ parentElement: row }) => ({
      row,
      chapter: [row.parentElement.id],
      unit: all('.units a', row).map(nameOf),
      status: all('.status', row).map(words),
    }));
    for (const link of chapters) {
      chapter.add(new Option([...link.children].slice(0, -1).map(words).join(' '), link.hash.slice(1)));
    }
    for (const name of [...names.values()].sort((a, b) => a.localeCompare(b, root.lang))) unit.add(new Option(name));
    for (const word of new Set(rows.flatMap((one) => one.status))) status.add(new Option(word));
    status.parentElement.hidden = status.length < 2;

    const show = () => {
      const open = new Set();
      let shown = 0;
      for (const one of rows) {
        const fits = selects.every(({ name, value }) => !value || one[name].includes(value));
        one.row.hidden = !fits;
        shown += fits;
        if (fits) open.add(one.chapter[0]);
      }
      const closed = (id) => selects.some((select) => select.value) && !open.has(id);
      for (const body of table.tBodies) body.hidden = closed(body.id);
      for (const link of chapters) link.parentElement.hidden = closed(link.hash.slice(1));
      const { shown: text, total } = form.dataset;
      form.querySelector('output').textContent = text.replace('{n}', shown).replace('{total}', total);
    };
    const fromUrl = () => {
      const query = new URLSearchParams(location.search);
      for (const select of selects) {
        select.value = query.get(select.name) ?? '';
        if (select.selectedIndex < 0) select.value = '';
      }
      show();
    };
    const toUrl = () => {
      const url = new URL(location);
      for (const { name, value } of selects) {
        if (value) url.searchParams.set(name, value);
        else url.searchParams.delete(name);
      }
      history.replaceState(history.state, '', url);
      show();
    };
    form.addEventListener('change', toUrl);
    form.addEventListener('reset', (event) => {
      // The browser would empty them only after the event.
      event.preventDefault();
      for (const select of selects) select.value = '';
      toUrl();
    });
    addEventListener('popstate', fromUrl);
    form.hidden = false;
    fromUrl();
  };

  /** Marks, in the list of chapters, the one that is being read. */
  const chapterRead = () => {
    const list = document.querySelector('.jump');
    const mark = (id) => {
      for (const link of all('a', list)) {
        if (link.hash.slice(1) !== id) {
          link.removeAttribute('aria-current');
          continue;
        }
        link.setAttribute('aria-current', 'true');
        if (list.scrollHeight > list.clientHeight) list.scrollTop = link.offsetTop - list.clientHeight / 2;
      }
    };
    // A line a third down the window: the chapter across it is the one being read.
    const seen = new IntersectionObserver(
      (entries) => entries.filter((entry) => entry.isIntersecting).forEach((entry) => mark(entry.target.id)),
      { rootMargin: '-33% 0px -66% 0px' },
    );
    if (list) all('.all-tasks tbody').forEach((body) => seen.observe(body));
  };

  addEventListener('DOMContentLoaded', () => [largeText, printing, filter, chapterRead].forEach((start) => start()));
})();

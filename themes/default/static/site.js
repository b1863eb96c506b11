// Improves pages that are complete without it: large text that stays on, the filter of the tasks, the
// chapter being read, printing.
(() => {
  'use strict';

  const root = document.documentElement;
  const KEY = 'gongkai-large-text';

  // Storage may be closed to a page, for instance by the reader's settings.
  const recall = () => {
    try {
      return localStorage.getItem(KEY) === 'on';
    } catch {
      return false;
    }
  };
  const remember = (on) => {
    try {
      if (on) localStorage.setItem(KEY, 'on');
      else localStorage.removeItem(KEY);
    } catch {
      // It holds for this page.
    }
  };

  // Before the first paint.
  root.classList.toggle('large-text', recall());

  const largeText = () => {
    const box = document.getElementById('large-text');
    if (!box) return;
    const show = () => {
      box.checked = recall();
      root.classList.toggle('large-text', box.checked);
    };
    show();
    box.addEventListener('change', () => {
      root.classList.toggle('large-text', box.checked);
      remember(box.checked);
    });
    // A page that the browser kept may have been left before another page changed it.
    addEventListener('pageshow', (event) => event.persisted && show());
  };

  const printing = () => {
    for (const place of document.querySelectorAll('.print-button')) {
      place.hidden = false;
      place.querySelector('button').addEventListener('click', () => print());
    }
  };

  const option = (text, value) => {
    const made = document.createElement('option');
    made.textContent = text;
    made.value = value;
    return made;
  };
  const words = (element) => element.textContent.replace(/\s+/g, ' ').trim();

  /** The rows of tasks, each with what it can be found by. */
  const rowsOf = (table) =>
    [...table.querySelectorAll('.promise')].map(({ parentElement: row }) => ({
      row,
      chapter: row.parentElement.id,
      units: [...row.querySelectorAll('.units a')].map((link) => link.href),
      status: row.querySelector('.status')?.textContent ?? '',
    }));

  const filter = () => {
    const form = document.querySelector('form.filter');
    const table = document.querySelector('.all-tasks table');
    if (!form || !table) return;
    const rows = rowsOf(table);
    const { chapter, unit, status } = form.elements;
    const output = form.querySelector('output');
    const pages = new Map();
    for (const link of document.querySelectorAll('.jump a')) {
      chapter.append(option([...link.children].slice(0, 2).map(words).join(' '), link.hash.slice(1)));
    }
    for (const link of document.querySelectorAll('.answering a')) {
      pages.set(words(link), link.href);
      unit.append(option(words(link), words(link)));
    }
    for (const word of new Set(rows.map((one) => one.status).filter(Boolean))) {
      status.append(option(word, word));
    }
    if (status.length < 2) status.parentElement.hidden = true;

    const show = () => {
      let shown = 0;
      const open = new Set();
      for (const one of rows) {
        const fits =
          (!chapter.value || one.chapter === chapter.value) &&
          (!unit.value || one.units.includes(pages.get(unit.value))) &&
          (!status.value || one.status === status.value);
        one.row.hidden = !fits;
        if (fits) {
          shown += 1;
          open.add(one.chapter);
        }
      }
      const all = !chapter.value && !unit.value && !status.value;
      for (const body of table.tBodies) body.hidden = !all && !open.has(body.id);
      for (const link of document.querySelectorAll('.jump a')) {
        link.parentElement.hidden = !all && !open.has(link.hash.slice(1));
      }
      output.textContent = form.dataset.shown.replace('{n}', shown).replace('{total}', form.dataset.total);
    };
    const fromUrl = () => {
      const query = new URLSearchParams(location.search);
      for (const select of [chapter, unit, status]) {
        select.value = query.get(select.name) ?? '';
        if (select.selectedIndex < 0) select.value = '';
      }
      show();
    };
    const toUrl = () => {
      const query = new URLSearchParams(location.search);
      for (const select of [chapter, unit, status]) {
        if (select.value) query.set(select.name, select.value);
        else query.delete(select.name);
      }
      const search = query.toString();
      history.replaceState(history.state, '', (search && `?${search}`) || location.pathname);
      show();
    };
    form.addEventListener('change', toUrl);
    form.addEventListener('reset', (event) => {
      // The browser would empty them only after the event.
      event.preventDefault();
      for (const select of [chapter, unit, status]) select.value = '';
      toUrl();
    });
    addEventListener('popstate', fromUrl);
    form.hidden = false;
    fromUrl();
  };

  /** Marks, in the list of chapters, the one that is being read. */
  const chapterRead = () => {
    const links = new Map([...document.querySelectorAll('.jump a')].map((link) => [link.hash.slice(1), link]));
    if (links.size === 0) return;
    const mark = (id) => {
      for (const [of, link] of links) {
        if (of === id) link.setAttribute('aria-current', 'true');
        else link.removeAttribute('aria-current');
      }
      const list = document.querySelector('.jump');
      const link = links.get(id);
      if (link && list.scrollHeight > list.clientHeight) {
        list.scrollTop = link.offsetTop - list.clientHeight / 2;
      }
    };
    // A line a third down the window: the chapter across it is the one being read.
    const seen = new IntersectionObserver(
      (entries) => entries.filter((entry) => entry.isIntersecting).forEach((entry) => mark(entry.target.id)),
      { rootMargin: '-33% 0px -66% 0px' },
    );
    for (const id of links.keys()) {
      const body = document.getElementById(id);
      if (body) seen.observe(body);
    }
  };

  addEventListener('DOMContentLoaded', () => {
    largeText();
    printing();
    filter();
    chapterRead();
  });
})();

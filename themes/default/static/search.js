// Finds every place where what is typed occurs: `openIndex` answers from the search index, `showPage` is
// the page. What functions are for is said with their types, in tests/browser/search.d.ts.

/** @import * as T from '../../../tests/browser/search' */

export const FACETS = ['chapter', 'unit', 'period', 'column', 'status'];
const PER_PAGE = 10;
const SPAN = 2 ** 21;
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** @type {T.check} */
function check(isSound) {
  if (!isSound) throw new Error('The search index is damaged.');
}

/** @type {T.values} */
function values(bytes) {
  let at = 0;
  /** @type {T.Values} */
  const read = {
    isMore: () => at < bytes.length,
    take(length) {
      at += length;
      check(at <= bytes.length);
      return bytes.subarray(at - length, at);
    },
    varint() {
      let value = 0;
      for (let scale = 1; ; scale *= 128) {
        const [byte] = read.take(1);
        value += (byte % 128) * scale;
        check(value < 2 ** 31 && scale < 2 ** 35);
        if (byte < 128) return value;
      }
    },
    string: () => utf8.decode(read.take(read.varint())),
    digest: () => Array.from(read.take(8), (byte) => (byte + 256).toString(16).slice(1)).join(''),
    list(one, length = read.varint()) {
      check(length <= bytes.length - at);
      return Array.from({ length }, one);
    },
    keys(length) {
      let [a, b, key] = [0, 0, -1];
      return read.list(() => {
        const step = read.varint();
        a += step;
        b = read.varint() + (step || key < 0 ? 0 : b);
        check(a * SPAN + b > key && b < SPAN);
        return (key = a * SPAN + b);
      }, length);
    },
  };
  return read;
}

/** @type {T.keyOf} */
const keyOf = ([a, b = '\0']) => Number(a.codePointAt(0)) * SPAN + Number(b.codePointAt(0));

/** @type {T.pairsOf} */
function pairsOf(part) {
  const [...all] = part;
  return all[1] ? all.slice(1).map((b, at) => all[at] + b) : all;
}

/** @type {T.lastBegun} */
const lastBegun = (begins, key) => begins.findLastIndex((begin) => begin <= key);

const PIECE = /[^][\p{M}\u1160-\u11ff\u3131-\u318e\uff9e\uff9f\uffa1-\uffdc]*/gu;
const DROPPED = /[\0\xad\u200b-\u200f\u2060\ufe00-\ufe0f\ufeff\u{e0100}-\u{e01ef}]/u;
const WHITE = /[\t-\r \x85\u1680\u2028\u2029]/;

/** @type {T.fold} */
export function fold(original, table) {
  let [text, at] = ['', 0];
  /** @type {number[][]} */
  const [from, to] = [[], []];
  for (const piece of original.match(PIECE) ?? []) {
    const end = at + piece.length;
    const lower = Array.from(piece.normalize('NFKC'), (one) => one.toLowerCase()).join('');
    for (const one of lower.normalize('NFKC')) {
      const isWhite = WHITE.test(one);
      if (DROPPED.test(one) || (isWhite && / $|^$/.test(text))) continue;
      text += isWhite ? ' ' : (table.get(one) ?? one);
      while (from.length < text.length) to[from.push(at) - 1] = end;
    }
    at = end;
  }
  return { text: text.trimEnd(), from, to };
}

/** @type {T.excerpt} */
export function excerpt(original, parts, table, all) {
  const { text, from, to } = fold(original, table);
  // Of each unit: 0 is left out, 1 shown, 2 a hit.
  const states = new Uint8Array(original.length).fill(Number(all || original.length < 160));
  const hits = parts.map((part) => {
    const found = [];
    for (let at = -1; (at = text.indexOf(part, at + 1)) >= 0; ) found.push([at, at + part.length - 1]);
    return found;
  });
  for (const [[first, last] = [0, 0]] of hits[0] ? hits : [[]]) {
    states.fill(1, from[Math.max(0, first - 24)], to[last + 72]);
  }
  for (const [first, last] of hits.flat()) {
    for (let at = from[first]; at < to[last]; at += 1) states[at] &&= 2;
  }
  const pieces = [];
  for (let at = 0, end = 0; at < original.length; at = end) {
    const state = states[at];
    while (states[end] === state) end += 1;
    pieces.push({ text: state ? original.slice(at, end) : '…', isHit: state > 1 });
  }
  return pieces;
}

/** @type {T.nearness} */
function nearness(codes, lengths) {
  const all = lengths.reduce((sum, length) => sum + length);
  const places = codes.flatMap((some, part) => some.map((code) => code * 16 + part));
  const lasts = [0, 1, 2, 3].map(() => lengths.map(() => -1));
  let near = 0;
  for (const place of places.sort((one, other) => one - other)) {
    const code = Math.floor(place / 16);
    const last = lasts[code % 4];
    last[place % 16] = code >> 2;
    const first = Math.min(...last);
    const end = Math.max(...last.map((at, part) => at + lengths[part]));
    if (first >= 0) near = Math.max(near, Math.min(1, all / (end - first)));
  }
  return near;
}

/** @type {T.spells} */
function spells(characters, typed, readings) {
  let reached = new Set([0]);
  for (const character of characters) {
    const next = new Set();
    for (const at of reached) {
      for (const reading of readings.get(character) ?? [character]) {
        for (let n = 0; n < reading.length && reading[n] === typed[at + n]; n += 1) next.add(at + n + 1);
      }
    }
    if (next.has(typed.length)) return true;
    reached = next;
  }
  return false;
}

/** @type {T.openIndex} */
export function openIndex(url, get) {
  /** @type {Map<string, Promise<any>>} */
  const files = new Map();
  const faulty = new Set();

  /** @type {T.Index} */
  const index = {
    file(path, kind, number, content) {
      const load = async () => {
        const response = await get(new URL(path, url).href, faulty.has(path));
        check(response.ok);
        const packed = await response.blob();
        check(packed.size < 2 ** 22);
        const unpacked = new Response(packed.stream().pipeThrough(new DecompressionStream('gzip')));
        const read = values(new Uint8Array(await unpacked.arrayBuffer()));
        check(`${read.take(5)}` === `103,107,115,1,${kind}` && read.varint() === number);
        const loaded = content(read);
        check(!read.isMore());
        return loaded;
      };
      const file = files.get(path) ?? load();
      files.set(path, file);
      file.catch(() => files.delete(path) && faulty.add(path));
      return file;
    },

    start: () =>
      index.file('', 1, 0, (read) => {
        const size = read.varint();
        const segments = read.list(() => ({ hash: read.digest(), records: read.varint() }));
        const tiers = segments.flatMap(({ hash, records }, age) =>
          Array.from({ length: Math.ceil(records / size) }, (_, tier) => ({ hash, records, age, tier, size })));
        const shards = read.varint();
        const directory = { hash: shards ? read.digest() : '', begins: read.keys(shards) };
        const [labels, names] = [read.digest(), read.digest()];
        let from = 0;
        const table = new Map(read.list(() => {
          from += read.varint();
          const by = read.varint();
          return [String.fromCodePoint(from), String.fromCodePoint(from + (by % 2 ? -by - 1 : by) / 2)];
        }));
        return { tiers, closed: segments.length - 1, directory, labels, names, table };
      }),

    head: ({ hash, records }) =>
      index.file(`${hash}/head.bin`, 2, 0, (read) => {
        check(read.varint() === records);
        const averages = [read.varint() / records, read.varint() / records];
        const begins = read.keys();
        const splits = read.take(begins.length);
        let end = 0;
        const blocks = [0, ...read.list(() => (end += read.take(1)[0]))];
        check(end === records);
        return { averages, begins, splits, blocks, told: new Uint16Array(records) };
      }),

    async pairs(tier, low, high) {
      const { begins, splits, told } = await index.head(tier);
      const first = Math.max(0, lastBegun(begins, low));
      const shards = [...begins.keys()].slice(first, lastBegun(begins, high) + 1).map((at) =>
        index.file(`${tier.hash}/${at}${splits[at] ? `-${tier.tier}` : ''}.bin`, 3, at, (read) => {
          const keys = read.keys();
          const lengths = read.list(read.varint, keys.length);
          return keys.map((key, which) => ({ key, list: read.take(lengths[which]) }));
        }));
      const found = new Map();
      for (const { key, list } of (await Promise.all(shards)).flat()) {
        if (key < low || key > high) continue;
        const read = values(list);
        for (let record = 0; read.isMore(); record += 1) {
          const head = read.varint();
          record += head >> 3;
          check(record < tier.records);
          told[record] |= head & 7;
          const codes = found.get(record) ?? [];
          if (Math.floor(record / tier.size) === tier.tier) found.set(record, codes);
          let isShort = false;
          for (let code = -1, more = 1; more; more &= 1) {
            more = read.varint();
            codes.push((code += (more >> 1) + 1));
            isShort ||= code % 4 < 3;
          }
          if (isShort) told[record] |= read.take(1)[0] << 3;
        }
      }
      return found;
    },

    async part(tier, part) {
      const keys = pairsOf(part).map(keyOf);
      const reach = [...part][1] ? 0 : SPAN - 1;
      const { begins, splits } = await index.head(tier);
      /** @type {T.Occurrences | undefined} */
      let found;
      // Long lists come last: often nothing is left that must be looked for in them.
      for (const isLong of [0, 1]) {
        // Every second pair and the last cover it.
        const offsets = [...keys.keys()].filter((at) =>
          (at % 2 === 0 || at === keys.length - 1) && (splits[lastBegun(begins, keys[at])] ?? 0) === isLong);
        if (found?.size === 0) break;
        const lists = await Promise.all(offsets.map((at) => index.pairs(tier, keys[at], keys[at] + reach)));
        for (const [which, list] of lists.entries()) {
          const before = found;
          found = new Map();
          for (const [record, codes] of list) {
            const kept = codes.map((code) => code - 4 * offsets[which])
              .filter((code) => (before ? before.get(record)?.includes(code) : code >= 0));
            if (kept.length) found.set(record, kept);
          }
        }
      }
      return found ?? new Map();
    },

    facets: ({ hash, records }) =>
      index.file(`${hash}/facets.bin`, 4, 0, (read) => {
        const keys = FACETS.map(() => read.list(read.string));
        const columns = [];
        for (const facet of [0, 2, 3, 4, 1]) {
          columns[facet] = read.list(() => {
            const places = new Set(facet === 1 ? read.list(read.varint) : [read.varint() - 1]);
            places.delete(-1);
            return Array.from(places, (place) => {
              check(place < keys[facet].length);
              return keys[facet][place];
            });
          }, records);
        }
        return columns;
      }),

    async hit({ tier, record }) {
      const { blocks } = await index.head(tier);
      const block = lastBegun(blocks, record);
      const hits = await index.file(`${tier.hash}/b${block}.bin`, 5, block, (read) =>
        read.list(() => {
          const [kind] = read.take(1);
          const [path, date, within, ...fields] = read.list(read.string, 7);
          check(kind > 0 && kind < 5);
          return { kind, path, date, within, fields };
        }, blocks[block + 1] - blocks[block]));
      return hits[record - blocks[block]];
    },

    async candidates(parts) {
      const { tiers, closed, directory } = await index.start();
      const { hash, begins } = directory;
      const keys = begins.length ? parts.flatMap(pairsOf).map(keyOf).filter((key) => key % SPAN) : [];
      const masks = await Promise.all(keys.map(async (key) => {
        const shard = lastBegun(begins, key);
        if (shard < 0) return [];
        const bits = await index.file(`directory-${hash}/${shard}.bin`, 6, shard, (read) =>
          new Map(read.keys().map((one) => [one, read.take(Math.ceil(closed / 8))])));
        return bits.get(key) ?? [];
      }));
      return tiers.filter(({ age }) =>
        !age || masks.every((bits) => bits[(closed - age) >> 3] & (1 << (closed - age) % 8)));
    },

    async found(tier, parts, wanted, isNear) {
      const [{ averages, told }, columns, ...lists] = await Promise.all([
        index.head(tier),
        wanted.flat().length ? index.facets(tier) : undefined,
        ...parts.map((part) => index.part(tier, part)),
      ]);
      const records = [...told.keys()].slice(tier.tier * tier.size, (tier.tier + 1) * tier.size);
      const weights = lists.map(({ size }) => {
        let [x, idf] = [(records.length + 1) / (size + 0.5), 0];
        for (; x >= 2; x /= 2) idf += 1;
        return idf + (x - 1);
      });
      const lengths = parts.map((part) => [...part].length);
      const found = records.flatMap((record) => {
        const codes = lists.map((list) => list.get(record) ?? []);
        let score = codes.filter((some) => some.length).length;
        const isFound = isNear ? score * 3 >= parts.length : score === parts.length;
        const fits = wanted.every((keys, facet) => !keys.length || keys.some((key) => columns?.[facet][record].includes(key)));
        if (!isFound || !fits) return [];
        if (!isNear) {
          const norm = 0.25 + 0.75 * ((12 * 2 ** (told[record] % 8)) / averages[0]);
          const shortNorm = 0.7 + 0.3 * ((told[record] >> 3) / averages[1]);
          score = codes.reduce((sum, some, part) => {
            const times = [0, 0, 0, 0];
            for (const code of some) times[code % 4] += 1;
            const w = (3 * times[0] + 2 * times[1] + 1.5 * times[2]) / shortNorm + times[3] / norm;
            return sum + weights[part] * (w / (w + 1.2));
          }, 0);
          if (parts[1]) score *= 1 + nearness(codes, lengths);
        }
        return { tier, record, score };
      });
      return found.sort((one, other) => other.score - one.score);
    },

    async tally(found, wanted) {
      const { labels } = await index.start();
      const names = await index.file(`labels-${labels}.bin`, 7, 0, (read) =>
        read.list(() => new Map(read.list(() => [read.string(), read.string()])), 4));
      const counts = wanted.map((keys) => new Map(keys.map((key) => [key, 0])));
      for (const tier of new Set(found.map((one) => one.tier))) index.facets(tier);
      for (const { tier, record } of found) {
        const columns = await index.facets(tier);
        counts.forEach((some, facet) => {
          for (const key of columns[facet][record]) some.set(key, (some.get(key) ?? 0) + 1);
        });
      }
      return counts.map((some, facet) =>
        Array.from(some, ([key, count]) => ({ key, count, label: names[facet - 1]?.get(key) ?? key }))
          .sort((one, other) => other.count - one.count));
    },

    async nearest(parts, wanted) {
      const { tiers } = await index.start();
      const features = [...new Set(parts.flatMap(pairsOf))].slice(0, 16);
      const near = await Promise.all(tiers.slice(0, 4).map((tier) => index.found(tier, features, wanted, true)));
      const best = near.flat().sort((one, other) => other.score - one.score);
      return Promise.all(best.slice(0, 10).map(index.hit));
    },

    async *search({ text, facets: wanted, page }) {
      const { table } = await index.start();
      const folded = fold(text, table).text;
      const parts = [...new Set(folded.split(' '))].filter(Boolean);
      const isRefused = parts.length > 16 || [...folded].length > 256;
      const isEmpty = isRefused || !(parts.length + wanted.flat().length);
      /** @type {T.Answer} */
      const answer = { isWhole: false, isRefused, count: 0, page, hits: [], parts, table, facets: [], nearest: [], names: [] };
      const tiers = isEmpty ? [] : await index.candidates(parts);
      /** @type {T.Found[]} */
      let found = [];
      const hits = () => Promise.all(found.slice((answer.page - 1) * PER_PAGE, answer.page * PER_PAGE).map(index.hit));
      for (let [at, step] = [0, 1]; at < tiers.length; at += step, step = 4) {
        const some = tiers.slice(at, at + step).map((tier) => index.found(tier, parts, wanted));
        found = found.concat(...(await Promise.all(some)));
        answer.count = found.length;
        answer.hits = await hits();
        yield { ...answer };
      }
      answer.page = Math.max(1, Math.min(page, Math.ceil(found.length / PER_PAGE)));
      answer.hits = await hits();
      answer.facets = await index.tally(found, wanted);
      if (!found.length && !isEmpty) {
        answer.nearest = await index.nearest(parts, wanted);
        answer.names = await index.suggest(text);
      }
      yield { ...answer, isWhole: true };
    },

    async suggest(text) {
      const { table, names: hash } = await index.start();
      const { readings, names } = await index.file(`names-${hash}.bin`, 8, 0, (read) => {
        let character = 0;
        const readings = new Map(read.list(() => {
          character += read.varint();
          return [String.fromCodePoint(character), read.string().split(' ')];
        }));
        const names = read.list(() => {
          const [[kind], name, path] = [read.take(1), read.string(), read.string()];
          return { kind, name, path, folded: fold(name, table).text };
        });
        return { readings, names };
      });
      const typed = fold(text, table).text.replace(/[ ']/g, '');
      const ranked = names.map((name) => {
        const characters = [...name.folded];
        const place = name.folded.indexOf(typed);
        const sound = /^[a-z]+$/.test(typed)
          ? characters.findIndex((_, at) => spells(characters.slice(at), typed, readings))
          : place;
        return { ...name, length: characters.length, rank: sound && place ? Math.max(sound, place) : 0 };
      });
      return ranked
        .filter(({ rank }) => typed && rank >= 0)
        .sort((one, other) => Math.sign(one.rank) - Math.sign(other.rank) || one.length - other.length)
        .slice(0, 8);
    },
  };
  return index;
}

/** The search page. What is asked for is in its URL. @param {T.find} find */
function showPage(find) {
  const page = find('#search');
  const { dataset: texts } = page;
  const index = openIndex(new URL(`${texts.start}`, location.href).href, (url, again) =>
    fetch(url, { cache: again ? 'reload' : 'default' }));
  const input = find('#q');
  const list = find('#suggestions');
  let turn = 0;
  let timer = 0;
  let active = -1;
  // What is being typed is not a URL to come back to.
  let isSettled = true;

  const say = (text = '', n = 0, pages = 0) => text.replace('{n}', `${n}`).replace('{pages}', `${pages}`);

  /** @type {T.copy} */
  const copy = (name, href, contents) => {
    const row = find(`template.${name}`).content.children[0].cloneNode(true);
    (row.querySelector('a') ?? row).setAttribute('href', href);
    for (const [css, content] of Object.entries(contents)) {
      const place = row.querySelector(css);
      if (`${content}`) place?.replaceChildren(...content);
      else place?.remove();
    }
    return row;
  };

  const asked = () => {
    const search = new URLSearchParams(location.search);
    const facets = FACETS.map((name) => search.getAll(name));
    return { text: search.get('q') ?? '', facets, page: Math.max(1, Number(search.get('page')) | 0) };
  };

  /** @type {T.address} */
  const address = (change) => {
    const { text, facets, page } = { ...asked(), page: 1, ...change };
    const search = new URLSearchParams(text && { q: text });
    facets.forEach((keys, facet) => keys.forEach((key) => search.append(FACETS[facet], key)));
    if (page > 1) search.append('page', `${page}`);
    return `?${search}`;
  };

  /** @type {T.rows} */
  const rows = (hits, { parts, table }) =>
    hits.map(({ kind, path, date, within, fields }) => {
      const [title, units, chapter, text] = fields.map((field, which) =>
        excerpt(field.replace(/\n/g, which < 3 ? '、' : ' '), parts, table, which < 3).map((piece) => {
          const mark = document.createElement('mark');
          mark.append(piece.text);
          return piece.isHit ? mark : piece.text;
        }));
      return copy('hit', texts.root + encodeURI(path), {
        a: title, '.units-named': units, '.chapter': chapter, '.summary': text, '.within': [within], '.date': [date], '.kind': [`${texts[`hit${kind}`]}`],
      });
    });

  /** @type {T.nameRows} */
  const nameRows = (names, template) =>
    names.map(({ kind, name, path }) =>
      copy(template, path ? texts.root + encodeURI(path) : address({ text: name }), {
        '.name': [name], '.count': [`${texts[`name${kind}`]}`],
      }));

  /** @type {T.show} */
  const show = (answer) => {
    const { count, isWhole, page: number } = answer;
    const pages = Math.ceil(count / PER_PAGE);
    const around = Array.from({ length: 9 }, (_, at) => number - 4 + at);
    find('.told').textContent = answer.isRefused ? say(texts.refused)
      : !isWhole ? say(texts.counting, count)
      : !count ? say(texts.none)
      : say(count > 1 ? texts.count : texts.countOne, count) + (pages > 1 ? say(texts.page, number, pages) : '');
    find('.found .hits').replaceChildren(...rows(answer.hits, answer));
    find('.nearest .hits').replaceChildren(...rows(answer.nearest, answer));
    find('.names ul').replaceChildren(...nameRows(answer.names, 'link'));
    find('.pager ol').replaceChildren(...around.filter((n) => n > 0 && n <= pages && pages > 1).map((n) => {
      const row = copy('link', address({ page: n }), { '.name': [`${n}`], '.count': [] });
      if (n === number) row.children[0].setAttribute('aria-current', 'page');
      return row;
    }));
    if (!isWhole) return;
    const { facets } = asked();
    find('.chosen').replaceChildren(...answer.facets.flatMap((some, facet) => {
      const isChosen = facets[facet].length > 0;
      const links = some
        .filter((value) => (isChosen ? facets[facet].includes(value.key) : value.count < count))
        .map((value) =>
          copy(isChosen ? 'chosen' : 'link', address({ facets: facets.with(facet, isChosen ? [] : [value.key]) }), {
            '.name': [value.label], '.count': [`${value.count}`],
          }));
      find(`[data-facet="${FACETS[facet]}"] ul`).replaceChildren(...(isChosen ? [] : links));
      return isChosen ? links : [];
    }));
  };

  const point = (to = -1) => {
    active = to;
    const rows = [...list.children];
    rows.forEach((row, at) => row.setAttribute('aria-selected', `${at === active}`));
    rows[active]?.scrollIntoView({ block: 'nearest' });
    input.setAttribute('aria-activedescendant', rows[active]?.id ?? '');
    input.setAttribute('aria-expanded', `${rows.length > 0}`);
    list.hidden = !rows.length;
  };

  /** @type {T.offer} */
  const offer = (names = []) => {
    list.replaceChildren(...nameRows(names, 'option'));
    [...list.children].forEach((row, at) => (row.id = `option-${at}`));
    point();
  };

  const run = async () => {
    const mine = (turn += 1);
    const query = asked();
    const isIdle = !query.text.trim() && !query.facets.flat().length;
    page.dataset.state = isIdle ? 'idle' : 'found';
    find('.told').textContent = `${texts.searching}`;
    try {
      for await (const answer of isIdle ? [] : index.search(query)) {
        if (mine !== turn) return;
        show(answer);
      }
      const names = /^[a-z' ]+$/i.test(query.text) ? await index.suggest(query.text) : [];
      if (mine === turn && !isSettled) offer(names);
    } catch {
      if (mine === turn) page.dataset.state = 'failed';
    }
  };

  const arrive = () => {
    isSettled = true;
    input.value = asked().text;
    offer();
    run();
  };
  const typed = () => {
    clearTimeout(timer);
    const to = address({ text: input.value });
    if (to !== location.search) history[isSettled ? 'pushState' : 'replaceState'](null, '', to);
    isSettled = false;
    run();
  };

  page.addEventListener('click', (event) => {
    const to = /** @type {Element} */ (event.target).closest('[href]')?.getAttribute('href');
    if (!to || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (to[0] !== '?') return location.assign(to);
    history.pushState(null, '', to);
    arrive();
    find('#results').focus();
  });
  find('#query').addEventListener('submit', (event) => {
    event.preventDefault();
    typed();
    arrive();
  });
  input.addEventListener('input', (event) => {
    clearTimeout(timer);
    // What is being composed is not yet what is meant.
    if (!event.isComposing) timer = setTimeout(typed, 150);
  });
  input.addEventListener('compositionend', typed);
  input.addEventListener('change', () => (isSettled = true));
  input.addEventListener('blur', () => offer());
  input.addEventListener('keydown', (event) => {
    const { length } = list.children;
    const { key } = event;
    if (event.isComposing || !length) return;
    if (key === 'ArrowDown') point(((active + 2) % (length + 1)) - 1);
    else if (key === 'ArrowUp') point(((active + length + 1) % (length + 1)) - 1);
    else if (key === 'Enter' && active >= 0) find('[aria-selected="true"]').click();
    else if (key === 'Escape') offer();
    else return;
    event.preventDefault();
  });
  list.addEventListener('pointerdown', (event) => event.preventDefault());
  addEventListener('popstate', arrive);
  arrive();
}

if (globalThis.document) showPage(/** @type {any} */ (document.querySelector.bind(document)));

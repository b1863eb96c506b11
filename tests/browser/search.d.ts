// The types of themes/default/static/search.js. Numbers are sections of src/search/FORMAT.md.

/** Damage becomes an error. */
export type check = (isSound: unknown) => asserts isSound;

/** Reads the values of a payload one after the other (1.2). */
export type Values = {
  isMore(): boolean;
  take(length: number): Uint8Array;
  varint(): number;
  string(): string;
  /** A digest as it stands in paths. */
  digest(): string;
  /** As many as `length`, or as the next varint says; each takes a byte at least. */
  list<Item>(one: () => Item, length?: number): Item[];
  keys(length?: number): number[];
};
export type values = (bytes: Uint8Array) => Values;

/** The key of a pair as one number, in the order of keys; of one character, that with nothing after it. Keys
 * of pairs that begin with the same character are less than `SPAN` apart. */
export type keyOf = (pair: string) => number;
/** The pairs of neighbouring characters; of a single one, itself. */
export type pairsOf = (part: string) => string[];
/** The position of the last number that is at most `key`; -1 if there is none. */
export type lastBegun = (begins: number[], key: number) => number;

/** Folded characters to others (section 2). */
export type Table = Map<string, string>;
export type fold = (original: string, table: Table) => Folded;
/** Each unit of `text` comes from the original between its `from` and its `to`. */
export type Folded = { text: string; from: number[]; to: number[] };

/** A text in pieces: hits, what is between them, and `…` for what is left out of a long one unless `all`. Shown
 * is what is around the first hit of each part; of a part that is not there, the beginning. */
export type excerpt = (original: string, parts: string[], table: Table, all?: boolean) => Piece[];
export type Piece = { text: string; isHit: boolean };

/** How near to one another all parts, at most 16, are in a field, 0 to 1 (9.4): codes and lengths of each. */
export type nearness = (codes: number[][], lengths: number[]) => number;
/** Whether what is typed spells the beginning of what characters read (7.2). */
export type spells = (characters: string[], typed: string, readings: Map<string, string[]>) => boolean;

export type Segment = { hash: string; records: number };
/** Some records of a segment: those whose number divided by `size` is `tier` (section 3). The newest segment has
 * the `age` 0. */
export type Tier = Segment & { age: number; tier: number; size: number };
/** Codes by record (5.2). */
export type Occurrences = Map<number, number[]>;
/** Keys that are wanted, facet by facet, in the order of `FACETS`. */
export type Wanted = string[][];
export type Found = { tier: Tier; record: number; score: number };
/** What a record says (5.4). */
export type Hit = { kind: number; path: string; date: string; within: string; fields: string[] };
export type Value = { key: string; label: string; count: number };
export type Name = { kind: number; name: string; path: string };

/** What is asked for; `page` counts from 1. */
export type Query = { text: string; facets: Wanted; page: number };

export type Answer = {
  /** Whether all is known. Before that, `count` grows, and the rest may be empty. */
  isWhole: boolean;
  /** Whether the query is longer than a reader takes. */
  isRefused: boolean;
  count: number;
  /** The page of the hits: the last there is, if a later one was asked for. */
  page: number;
  hits: Hit[];
  /** For each facet its values, those of most records first; the wanted ones even if they have none. */
  facets: Value[][];
  /** Where there is no hit, what is nearest (9.5), and what names may be meant. */
  nearest: Hit[];
  names: Name[];
  /** What to mark hits with. */
  parts: string[];
  table: Table;
};

/** Loads a URL; `again` if what came before was faulty, so that no cache may answer. */
export type Get = (url: string, again: boolean) => Promise<Response>;

/** The steps of an answer; the last two are what a page asks. */
export type Index = {
  /** Loads, verifies and reads a file, once (1.1). */
  file<Content>(path: string, kind: number, number: number, read: (values: Values) => Content): Promise<Content>;
  /** Section 4. */
  start(): Promise<{
    /** Newest first. */
    tiers: Tier[];
    /** How many segments are closed. */
    closed: number;
    /** Nothing begins where there is none. */
    directory: { hash: string; begins: number[] };
    labels: string;
    names: string;
    table: Table;
  }>;
  /**
   * Section 5.1; `averages` are those of lengths and short lengths (9.4), `blocks` are the records with which
   * blocks begin, and the end; `splits` are 1 for shards that are split by tiers; `told` is, of each record, 8 times its short length and the class of its
   * length, as far as lists have told them.
   */
  head(segment: Segment): Promise<{
    averages: number[]; begins: number[]; splits: Uint8Array; blocks: number[]; told: Uint16Array;
  }>;
  /** Where the pairs from `low` to `high` occur (5.2). */
  pairs(tier: Tier, low: number, high: number): Promise<Occurrences>;
  /** Where a part occurs (9.2). */
  part(tier: Tier, part: string): Promise<Occurrences>;
  /** The keys of each record, facet by facet (5.3). */
  facets(segment: Segment): Promise<string[][][]>;
  hit(found: Found): Promise<Hit>;
  /** The tiers of segments that may hold all parts (6). */
  candidates(parts: string[]): Promise<Tier[]>;
  /** The records of a tier in which all parts occur, or, if `isNear`, a third of them (9.3 to 9.5), and
   * that the wanted facets let through; the greatest score first, of equals the smaller number. */
  found(tier: Tier, parts: string[], wanted: Wanted, isNear?: boolean): Promise<Found[]>;
  tally(found: Found[], wanted: Wanted): Promise<Value[][]>;
  nearest(parts: string[], wanted: Wanted): Promise<Hit[]>;
  /** Answers better and better; the last answer is whole. */
  search(query: Query): AsyncGenerator<Answer>;
  /** The names that a text may mean, the likeliest first (7.2). */
  suggest(text: string): Promise<Name[]>;
};
export type openIndex = (url: string, get: Get) => Index;

/** An element of the page or of a part of it; the theme's template has them all. */
export type find = {
  (css: '#q'): HTMLInputElement;
  (css: `template.${string}`): { content: { children: Row[] } };
  (css: string): HTMLElement;
};
/** A copy of the content of a template. */
export type Row = HTMLElement & { cloneNode(isDeep: true): Row };
/** Copies the template of a name, with `href` on its link or itself; what has no content goes. */
export type copy = (name: string, href: string, contents: Record<string, (string | Node)[]>) => Row;
/** The URL of what is asked for now, from its first page, but for what changes. */
export type address = (change: Partial<Query>) => string;
export type rows = (hits: Hit[], answer: Answer) => Row[];
export type nameRows = (names: Name[], template: string) => Row[];
export type show = (answer: Answer) => void;
/** Offers names below the field; none closes the list. */
export type offer = (names?: Name[]) => void;

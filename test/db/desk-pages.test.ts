import { randomUUID } from 'node:crypto';
import { DESK_SORTS, type DeskPosition, type DeskSort, type Direction } from '../../db/desk-cuts';
import type { DeskFilter } from '../../db/desk-filter';
import { type Found, findByText, hasGrams } from '../../db/desk-search';
import { readLines } from '../../db/desk-store';
import { type Db, openDatabase } from '../../db/knex';
import { withinReach } from '../../db/within-reach';
import { NOTHING } from '../../domain/reach';
import { gramsCovering, gramsOf } from '../../domain/search-text';
import { createTestDatabase } from '../support/parts';

const OFFICES = Array.from({ length: 20 }, (_, n) => `desk-${n}`);
const LINES = 900;
const COLUMNS = { received: 'received_at', due: 'due_at', registered: 'registered_at' } as const;
const FILTERS: Record<string, DeskFilter> = {
  all: {},
  'the closed': { states: ['closed'] },
  'whose handler is one of few': { handler: { person: 'handler' } },
  'what is due by a day': { dueUntil: new Date('2026-01-25') },
};

interface Line {
  id: string;
  office: string;
  state: string;
  handler: string | null;
  received_at: string;
  due_at: string | null;
  registered_at: string | null;
  text: string;
}

/** A twentieth of lines in each office but the first, which has most; a few instants, so that many lines share one. */
function drawLine(n: number): Line {
  const office = OFFICES[Math.max(0, (n % 60) - 40)] ?? '';
  const instant = (days: number) => new Date(Date.UTC(2026, 0, 1 + days)).toISOString();
  return {
    ...{
      id: randomUUID(),
      office,
      state: n % 50 === 0 ? 'withdrawn' : n % 3 === 0 ? 'registered' : 'closed',
    },
    handler: n % 23 === 0 ? 'handler' : null,
    received_at: instant((n * 7) % 40),
    due_at: n % 4 === 0 ? null : instant(((n * 7) % 40) + (n % 11)),
    registered_at: n % 50 === 0 ? null : instant((n * 13) % 40),
    text: n % 2 === 0 ? 'noise at night' : 'a broken light',
  };
}

describe('the pages of a desk', () => {
  const lines = Array.from({ length: LINES }, (_, n) => drawLine(n));
  let database: Awaited<ReturnType<typeof createTestDatabase>>;
  let owner: Db;
  beforeAll(async () => {
    database = await createTestDatabase();
    owner = openDatabase({ url: database.url, pool: 2 });
    await owner('people').insert(['party', 'handler'].map((id) => ({ id, name: '', language: 'ko' })));
    await owner('offices').insert(
      OFFICES.map((code) => ({
        ...{ code, name: '{}', time_zone: 'UTC', country: 'KR', email: 'office@demo.invalid' },
        accepts_letters: true,
      })),
    );
    await owner.batchInsert(
      'submissions',
      lines.map(({ text: _, ...line }, n) => ({
        ...line,
        ...{
          kind: 'letter',
          tracking_hash: `pages-${n}`,
          party_person: 'party',
          requested_office: line.office,
        },
        ...{ registration_number: line.registered_at && `${line.office}-2026-${n}` },
        ...{ content_digest: 'x', last_seq: 2, evidence_count: 2, last_evidence_digest: 'x' },
      })),
    );
    await owner.batchInsert(
      'search_terms',
      lines.map(({ id, office, text }) => ({ submission_id: id, office, text, grams: gramsOf(text) })),
    );
  });
  afterAll(async () => {
    await owner.destroy();
    await database.drop();
  });

  /** Page by page until the last. */
  async function walk(
    offices: string[],
    filter: DeskFilter,
    order: { sort: DeskSort; direction: Direction; limit: number },
    found?: Found,
  ): Promise<string[]> {
    const db = withinReach(owner, { ...NOTHING, level: 'related', offices });
    const seen: string[] = [];
    let after: DeskPosition | undefined;
    for (;;) {
      const view = { reader: 'handler', now: new Date() };
      const page = await readLines(db, { offices, found }, { ...filter, ...view }, { ...order, after });
      seen.push(...page.lines.map(({ row }) => row.id));
      after = page.lines.at(-1)?.position;
      if (page.lines.length < order.limit) return seen;
    }
  }

  /** All of them, sorted at once. */
  function expected(offices: string[], filter: DeskFilter, sort: DeskSort, direction: Direction): string[] {
    const column = COLUMNS[sort];
    const fits = lines.filter(
      ({ office, state, handler, due_at }) =>
        offices.includes(office) &&
        (filter.dueUntil === undefined || (due_at !== null && new Date(due_at) <= filter.dueUntil)) &&
        (filter.states === undefined || filter.states.some((one) => one === state)) &&
        (filter.handler === undefined || handler === 'handler'),
    );
    const sign = direction === 'ascending' ? 1 : -1;
    const compare = (a: string, b: string) => (a < b ? -sign : a > b ? sign : 0);
    return fits
      .sort((a, b) => {
        const [at, bt] = [a[column], b[column]];
        if (at === null || bt === null) return at === bt ? compare(a.id, b.id) : at === null ? 1 : -1;
        return compare(at, bt) || compare(a.id, b.id);
      })
      .map(({ id }) => id);
  }

  const ORDERS = DESK_SORTS.flatMap((sort) =>
    (['ascending', 'descending'] as const).map((direction) => ({ sort, direction })),
  );
  const reaches = {
    'one desk': OFFICES.slice(0, 1),
    'four desks': OFFICES.slice(0, 4),
    'every desk': OFFICES,
  };

  it.each(
    Object.entries(reaches).flatMap(([name, offices]) =>
      ORDERS.map((order) => ({ ...order, name, offices })),
    ),
  )(
    'together are the whole of $name by $sort, $direction, without a line left out or twice',
    async (given) => {
      const { offices, sort, direction } = given;
      for (const [name, filter] of Object.entries(FILTERS))
        for (const limit of [7, 60]) {
          const told = `${name}, ${limit} at a time`;
          const seen = await walk(offices, filter, { sort, direction, limit });
          expect({ told, seen }).toEqual({ told, seen: expected(offices, filter, sort, direction) });
        }
    },
  );

  it.each(ORDERS)(
    'hold what is in very many texts as well, by $sort, $direction',
    async ({ sort, direction }) => {
      const withNoise = new Set(lines.flatMap(({ id, text }) => (text.includes('noise') ? id : [])));
      for (const offices of Object.values(reaches))
        expect(
          await walk(
            offices,
            FILTERS.all ?? {},
            { sort, direction, limit: 50 },
            { ids: [], needles: ['noise'] },
          ),
        ).toEqual(expected(offices, {}, sort, direction).filter((id) => withNoise.has(id)));
    },
  );

  it.each(ORDERS)(
    'hold what few a search found, each once, by $sort, $direction',
    async ({ sort, direction }) => {
      const found = lines.flatMap(({ id }, n) => (n % 7 === 0 ? id : []));
      const order = { sort, direction, limit: 10 };
      for (const offices of Object.values(reaches))
        expect(await walk(offices, {}, order, { ids: [...found, ...found.slice(0, 3)] })).toEqual(
          expected(offices, {}, sort, direction).filter((id) => found.includes(id)),
        );
    },
  );

  it('come with what all of the few are, also where the page shows none of them', async () => {
    const found = lines.filter((_, n) => n % 7 === 0);
    const db = withinReach(owner, { ...NOTHING, level: 'related', offices: OFFICES });
    const inState = (state: string) => found.filter((line) => line.state === state).length;
    for (const states of [['closed'], ['suspended']] as const) {
      const page = await readLines(
        db,
        { offices: OFFICES, found: { ids: found.map(({ id }) => id) } },
        { states: [...states], reader: 'handler', now: new Date() },
        { sort: 'due', direction: 'ascending', limit: 5 },
      );
      expect(page.lines).toHaveLength(states[0] === 'closed' ? 5 : 0);
      expect(page.counts?.states).toEqual({
        ...{ closed: inState('closed'), registered: inState('registered') },
        withdrawn: inState('withdrawn'),
      });
    }
    expect(inState('closed')).toBeGreaterThan(5);
  });

  it('are searched on the desks asked for alone, and where a document is now', async () => {
    const idsOn = (offices: string[], ...words: string[]) =>
      lines.flatMap(({ id, office, text }) =>
        offices.includes(office) && words.every((word) => text.includes(word)) ? id : [],
      );
    for (const offices of Object.values(reaches))
      for (const needles of [['noise'], ['broken', 'light'], ['roken'], ['noise', 'light']]) {
        const found = await findByText(owner, offices, needles);
        expect({ needles, found: found?.sort() }).toEqual({
          needles,
          found: idsOn(offices, ...needles).sort(),
        });
      }
    const [moved = ''] = idsOn(['desk-4'], 'noise');
    await owner('search_terms').where({ submission_id: moved }).update({ office: 'desk-19' });
    try {
      expect(await findByText(owner, ['desk-19'], ['noise'])).toContain(moved);
      expect(await findByText(owner, ['desk-4'], ['noise'])).not.toContain(moved);
    } finally {
      await owner('search_terms').where({ submission_id: moved }).update({ office: 'desk-4' });
    }
  });

  it('are searched by the index of the texts, which holds each office apart', async () => {
    await owner.transaction(async (tx) => {
      await tx.raw('SET LOCAL enable_seqscan = off');
      const { rows } = await tx.raw(
        `EXPLAIN SELECT FROM unnest(?::text[]) AS o (office) CROSS JOIN LATERAL (
           SELECT FROM search_terms t WHERE ${hasGrams('o.office', '?')} LIMIT 1) found`,
        [OFFICES, gramsCovering('noise')] as unknown[] as string[],
      );
      expect(JSON.stringify(rows)).toContain('Bitmap Index Scan on search_terms_by_office');
    });
  });
});

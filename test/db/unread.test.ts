import { randomUUID } from 'node:crypto';
import { type Db, openDatabase } from '../../db/knex';
import { countUnread, UNREAD_UP_TO } from '../../db/mailbox-store';
import { createTestDatabase } from '../support/parts';

describe('what lies unopened in a mailbox', () => {
  let database: Awaited<ReturnType<typeof createTestDatabase>>;
  let owner: Db;
  beforeAll(async () => {
    database = await createTestDatabase();
    owner = openDatabase({ url: database.url, pool: 1 });
  });
  afterAll(async () => {
    await owner.destroy();
    await database.drop();
  });

  it('is counted over all boxes, and no further than what it says', async () => {
    const delivery = (person: string, more: object = {}) => ({
      ...{ id: randomUUID(), document_id: randomUUID(), position: 1, kind: 'person', person },
      ...{ box: `person:${person}`, state: 'consigned', consigned_at: new Date(), ...more },
    });
    const fill = (rows: object[]) =>
      owner.transaction(async (tx) => {
        // Their documents are not asked for.
        await tx.raw("SET LOCAL session_replication_role = 'replica'");
        await tx.batchInsert('deliveries', rows);
      });
    const count = (...people: string[]) =>
      countUnread(
        owner,
        people.map((person) => `person:${person}`),
      );
    await fill([
      ...Array.from({ length: 3 }, () => delivery('one')),
      ...[delivery('one', { opened_at: new Date() }), delivery('one', { consigned_at: null })],
      ...[delivery('one', { recalled_at: new Date() }), delivery('one', { removed_at: new Date() })],
      ...Array.from({ length: UNREAD_UP_TO - 1 }, () => delivery('two')),
    ]);
    expect(await count('one')).toBe(3);
    expect(await count('two')).toBe(UNREAD_UP_TO - 1);
    expect(await count('one', 'two')).toBe(UNREAD_UP_TO);
    expect(await count('three')).toBe(0);
  });
});

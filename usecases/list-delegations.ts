import { validate as isUuid } from 'uuid';
import { listDelegations as listRows } from '../db/delegation-store';
import { type Actor, withoutDelegations } from '../domain/permissions';
import type { Deps } from './deps';
import { decodeCursor, type Page, toPage } from './page';
import { type DelegationView, viewDelegation } from './view-delegation';

interface Position {
  startsAt: string;
  id: string;
}

/** What the actor gave or holds; an administrator of an office sees all that was given there. */
export async function listDelegations(
  deps: Pick<Deps, 'db' | 'now'>,
  actor: Actor,
  asked: { cursor?: string | undefined; limit: number },
): Promise<Page<DelegationView>> {
  const administered = withoutDelegations(actor).memberships.filter(({ roles }) =>
    roles.includes('office_admin'),
  );
  const after = decodeCursor(asked.cursor, isPosition);
  const rows = await listRows(
    deps.db,
    { person: actor.person, offices: administered.map(({ office }) => office) },
    { after, limit: asked.limit + 1 },
  );
  const now = deps.now();
  return toPage(
    rows,
    asked.limit,
    (row) => viewDelegation(row, now),
    (row): Position => ({ startsAt: row.startsAt.toISOString(), id: row.id }),
  );
}

function isPosition(value: unknown): value is Position {
  const position = value as Partial<Position> | null;
  return (
    typeof position === 'object' &&
    isUuid(position?.id) &&
    typeof position?.startsAt === 'string' &&
    isInstant(position.startsAt)
  );
}

const isInstant = (text: string) => !Number.isNaN(Date.parse(text)) && new Date(text).toISOString() === text;

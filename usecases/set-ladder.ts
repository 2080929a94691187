import { insertAuditEntry } from '../db/audit-store';
import { insertIdempotencyRecord } from '../db/idempotency-store';
import { findLadder, saveLadder } from '../db/ladder-store';
import { SILENCES } from '../domain/commands';
import { GongmunError } from '../domain/errors';
import { type Ladder, ladderOf } from '../domain/ladder';
import { type Action, type Actor, actsInOfficeFor, mayAct } from '../domain/permissions';
import type { Deps } from './deps';
import { idempotently, type RequestIdentity } from './idempotent';
import { recordOf } from './resource';
import { notFound } from './take-command';

export interface OfficeLadder {
  office: string;
  /** The steps that hold for each silence. */
  ladder: Ladder;
  /** The silences for which they are the office's own. */
  own: string[];
}

/** Who is told when nothing happens at an office: its own steps, ours where it has none. */
export async function readLadder(
  deps: Pick<Deps, 'db'>,
  actor: Actor,
  office: string,
): Promise<OfficeLadder> {
  await requireOffice(deps, actor, 'read_ladder', office);
  return view(deps, office);
}

/**
 * The office's own steps from now on, all of them: a silence that is not named has ours again. Submissions have theirs
 * from the moment they are registered, counted anew or answered; this changes none of them.
 * @throws GongmunError not_found, forbidden
 */
export async function setLadder(
  deps: Deps,
  actor: Actor,
  request: RequestIdentity,
  given: { office: string; ladder: { [S in keyof Ladder]?: Ladder[S] | undefined } },
): Promise<OfficeLadder> {
  const { office } = given;
  await requireOffice(deps, actor, 'set_ladder', office);
  const steps = SILENCES.flatMap((silence) => {
    const own = given.ladder[silence];
    return own === undefined ? [] : [[silence, own] as const];
  });
  await idempotently(deps, request, async (tx) => {
    const at = deps.now();
    await saveLadder(tx, office, steps.length === 0 ? null : Object.fromEntries(steps));
    const resource = `ladder:${office}`;
    await insertIdempotencyRecord(tx, { ...recordOf(request), resource, at });
    const said = steps.flatMap(([silence, own]) =>
      own.map(({ afterHours, tell }) => `${silence} ${afterHours} ${tell}`),
    );
    await insertAuditEntry(tx, {
      ...{ at, actor: actor.person, onBehalfOf: actsInOfficeFor(actor, 'set_ladder', office) },
      ...{ capacity: 'official' as const, action: 'set_ladder', submissionId: null },
      ...{ subjects: [office, ...said], requestId: request.requestId },
    });
    return resource;
  });
  return view(deps, office);
}

async function requireOffice(
  deps: Pick<Deps, 'db'>,
  actor: Actor,
  action: Action,
  office: string,
): Promise<void> {
  if ((await findLadder(deps.db, office)) === undefined) throw notFound();
  if (!mayAct(actor, action, office))
    throw new GongmunError(
      'forbidden',
      'permission.denied',
      'Your role in this office does not include this.',
    );
}

async function view(deps: Pick<Deps, 'db'>, office: string): Promise<OfficeLadder> {
  const own = (await findLadder(deps.db, office)) ?? null;
  return { office, ladder: ladderOf(own), own: Object.keys(own ?? {}).sort() };
}

import { v7 as uuid } from 'uuid';
import { insertAuditEntry, insertRefusal } from '../db/audit-store';
import { insertCommand, pendingCommands } from '../db/command-store';
import {
  confirmFiling as confirmRow,
  type FilingRow,
  findFiling,
  findFilingByNumber,
} from '../db/filing-store';
import { insertIdempotencyRecord } from '../db/idempotency-store';
import type { Tx } from '../db/knex';
import { lockSubmission } from '../db/submission-store';
import { GongmunError } from '../domain/errors';
import type { Actor } from '../domain/permissions';
import { apply, isTerminal } from '../domain/submission';
import type { Deps } from './deps';
import { idempotently, isUniqueViolation, type RequestIdentity } from './idempotent';
import { project } from './project';
import { requireSystemOf } from './read-filings';
import { idIn, recordOf } from './resource';
import { notFound } from './take-command';

export interface Confirmation {
  filing: string;
  submission: string;
  registrationNumber: string;
  /** The office's own number. */
  number: string;
  confirmedAt: string;
}

/** An act on the submission that a confirmation took, for the engine to hear of. */
interface Handover {
  submissionId: string;
  seq: number;
  closed: boolean;
}

/**
 * The office's own system says that it holds the record, and under which number. Said again it is the same
 * confirmation; a filing has one number and a number one filing. With it the content is handed over, as an official's
 * opening does it: evidence, once for each confirmation, where the document is still with the office.
 * @throws GongmunError not_found, forbidden, `filing.confirmed_otherwise` and `filing.number_taken` (409); a refusal is
 *   recorded before it is thrown
 */
export async function confirmFiling(
  deps: Deps,
  actor: Actor,
  request: RequestIdentity,
  act: { filingId: string; number: string },
): Promise<Confirmation> {
  const filing = await findFiling(deps.db, act.filingId);
  if (filing === undefined) throw notFound();
  const number = act.number.normalize('NFC');
  try {
    const handovers: Handover[] = [];
    const { resource } = await idempotently(deps, request, async (tx) => {
      requireSystemOf(actor, 'confirm_filing', filing.office);
      handovers.push(...(await confirm(tx, deps, actor, request, { filing, number })));
      const resource = `filing:${filing.id}`;
      await insertIdempotencyRecord(tx, { ...recordOf(request), resource, at: deps.now() });
      return resource;
    });
    for (const { submissionId, seq, closed } of handovers) deps.delivery.tell(submissionId, seq, closed);
    return viewConfirmation(await findFiling(deps.db, idIn(resource, 'filing')));
  } catch (error) {
    const refusal = isUniqueViolation(error, 'filings_office_number_key')
      ? await numberTaken(deps, filing.office, number)
      : error;
    if (refusal instanceof GongmunError && refusal.kind !== 'unavailable') {
      await insertRefusal(deps.db, {
        ...{ at: deps.now(), submissionId: filing.submissionId, kind: 'confirm_filing', actor: actor.person },
        ...{ code: refusal.code, state: null, requestId: request.requestId },
      });
    }
    throw refusal;
  }
}

/** @returns the handover, where there is one */
async function confirm(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  request: RequestIdentity,
  given: { filing: FilingRow; number: string },
): Promise<Handover[]> {
  const { filing, number } = given;
  // The submission's lock makes two confirmations of one filing wait for each other.
  const row = await lockSubmission(tx, filing.submissionId);
  const held = (await findFiling(tx, filing.id))?.number ?? null;
  if (row === undefined) throw notFound();
  if (held === number) return [];
  if (held !== null) throw confirmedOtherwise(held);
  const at = deps.now();
  await confirmRow(tx, filing.id, { number, at, by: actor.person });
  await insertAuditEntry(tx, {
    ...{ at, actor: actor.person, capacity: 'official' as const, action: 'confirm_filing' },
    office: filing.office,
    ...{ submissionId: row.id, requestId: request.requestId },
  });
  // A transfer that waits for its turn comes first: then there is nothing to hand over here any more.
  const projected = project(row, await pendingCommands(tx, row.id));
  if (projected.leg !== filing.leg || !apply(projected, { kind: 'open' }).ok) return [];
  const seq = row.lastSeq + 1;
  await insertCommand(tx, {
    id: uuid(),
    submissionId: row.id,
    seq,
    kind: 'open',
    actor: actor.person,
    capacity: 'official',
    office: filing.office,
    facts: { filedAs: number },
    acceptedAt: at,
  });
  return [{ submissionId: row.id, seq, closed: isTerminal(row.state) }];
}

function viewConfirmation(filing: FilingRow | undefined): Confirmation {
  if (filing === undefined || filing.number === null || filing.confirmedAt === null) throw notFound();
  const { id, submissionId, registrationNumber, number, confirmedAt } = filing;
  return {
    filing: id,
    submission: submissionId,
    registrationNumber,
    number,
    confirmedAt: confirmedAt.toISOString(),
  };
}

function confirmedOtherwise(number: string): GongmunError {
  return new GongmunError(
    'conflict',
    'filing.confirmed_otherwise',
    'This registration was confirmed under another number, which holds. Keep that number.',
    { members: { number } },
  );
}

async function numberTaken(deps: Pick<Deps, 'db'>, office: string, number: string): Promise<GongmunError> {
  const other = await findFilingByNumber(deps.db, office, number);
  return new GongmunError(
    'conflict',
    'filing.number_taken',
    'This number stands for another registration of the office. Confirm with a number of its own.',
    { members: other === undefined ? {} : { filing: other.id } },
  );
}

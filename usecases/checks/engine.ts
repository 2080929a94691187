import type { Db } from '../../db/knex';
import { type OpenSubmission, openSubmissions } from '../../db/open-submissions';
import { inLanes } from '../../domain/in-lanes';
import type { ProcedureAnswer } from '../../workflows/messages';
import type { Engine } from '../engine';
import type { Report } from './fault';

const PAGE = 200;
const LANES = 10;

/**
 * What the rows say is under way against the engine: whatever is due or waits has a workflow, and what a workflow says of
 * itself is what the rows say. One that is at work is asked again, for it may have moved on between the two questions.
 */
export async function checkEngine(
  db: Db,
  engine: Pick<Engine, 'procedure'>,
  asked: { among: readonly string[] | null; dueBefore: Date },
  report: Report,
): Promise<number> {
  let looked = 0;
  for (let after: string | null = null; ; ) {
    const open: OpenSubmission[] = await openSubmissions(db, { after, limit: PAGE, among: asked.among });
    looked += open.length;
    await inLanes(open, LANES, (one) => checkOne(db, engine, one, asked.dueBefore, report));
    after = open.at(-1)?.id ?? null;
    if (after === null || open.length < PAGE) return looked;
  }
}

const TRIES = 3;

async function checkOne(
  db: Db,
  engine: Pick<Engine, 'procedure'>,
  open: OpenSubmission,
  dueBefore: Date,
  report: Report,
): Promise<void> {
  let rows: OpenSubmission | undefined = open;
  let differences: string[] = [];
  for (let tries = 0; tries < TRIES && rows !== undefined; tries += 1) {
    const workflow = await engine.procedure(open.id);
    [rows] = await openSubmissions(db, { after: null, limit: 1, among: [open.id] });
    differences = rows === undefined ? [] : differencesOf(rows, workflow, dueBefore);
    if (differences.length === 0) return;
  }
  for (const what of differences) report({ table: 'submissions', row: open.id, what });
}

function differencesOf(rows: OpenSubmission, workflow: ProcedureAnswer | null, dueBefore: Date): string[] {
  if (workflow === null) {
    if (rows.nextDueAt !== null && rows.nextDueAt < dueBefore)
      return [`has no workflow, though something was due at ${rows.nextDueAt.toISOString()}`];
    if (rows.waitsSince !== null && rows.waitsSince < dueBefore)
      return [`has no workflow, though a command waits since ${rows.waitsSince.toISOString()}`];
    return [];
  }
  // What works on a command is asked again; what waits has read the rows to their end.
  const { state, lastAppliedSeq, nextTimer, step } = workflow;
  const timer = rows.nextDueAt?.toISOString() ?? null;
  return [
    ...(state === rows.state ? [] : [`is ${rows.state} where its workflow says ${state}`]),
    ...(lastAppliedSeq === rows.lastAppliedSeq
      ? []
      : [`is carried out up to ${rows.lastAppliedSeq}, its workflow up to ${lastAppliedSeq}`]),
    ...(step !== 'waiting' || nextTimer === timer
      ? []
      : [`is due next at ${timer}, its workflow waits for ${nextTimer}`]),
  ];
}

import { Context } from '@temporalio/activity';
import {
  type BatchRow,
  countUnregistered,
  findBatch,
  finishBatch,
  refuseLine,
  type WaitingLine,
  waitingLines,
} from '../db/batch-store';
import { GongmunError } from '../domain/errors';
import { failpoint } from '../domain/failpoints';
import { inLanes } from '../domain/in-lanes';
import type { Deps } from './deps';

const CHUNK = 50;
/** Each takes a connection; those of other people's submissions shall find some too. */
const LANES = 4;
/** So many lines wait for their registration at most: who sends a single document meanwhile waits behind no more. */
const AHEAD = 100;
/** A line that we cannot carry out, for whatever reason, shall not hold up those behind it for ever. */
const ATTEMPTS = 8;

/** What was carried out, and when there is more to do: `later`, once the engine has registered what was. */
interface Chunk {
  done: number;
  next: 'at_once' | 'later' | 'nothing';
}

/**
 * Carries out the next lines of a batch, each once, however often the step is asked for.
 * @throws whatever is no fault of a line, when every other of the chunk was tried
 */
export function submitBatchLines(deps: Deps) {
  return async ({ batchId }: { batchId: string }): Promise<Chunk> => {
    const batch = await findBatch(deps.db, batchId);
    if (batch === undefined || batch.status !== 'processing') return { done: 0, next: 'nothing' };
    if ((await countUnregistered(deps.db, batch.id)) > AHEAD - CHUNK) return { done: 0, next: 'later' };
    const lines = await waitingLines(deps.db, deps.cipher, batch, CHUNK);
    const failures: unknown[] = [];
    await inLanes(lines, LANES, async (line) => {
      await carryOut(deps, batch, line).catch((error: unknown) => failures.push(error));
      Context.current().heartbeat();
    });
    if (failures.length > 0) throw failures[0];
    const done = lines.length;
    if (done === CHUNK) return { done, next: 'at_once' };
    const finished = await finishBatch(deps.db, batch.id, deps.now());
    return { done, next: finished || done === 0 ? 'nothing' : 'at_once' };
  };
}

async function carryOut(deps: Deps, batch: BatchRow, line: WaitingLine): Promise<void> {
  const refusal = await deps.submitLine(batch, line).catch((error: unknown) => {
    const known = error instanceof GongmunError;
    if (known || Context.current().info.attempt < ATTEMPTS) throw error;
    return { code: 'line.not_possible', detail: 'This line could not be carried out.', faults: [] };
  });
  await failpoint('batch.line_submitted');
  if (refusal !== undefined)
    await refuseLine(deps.db, deps.cipher, batch, { line: line.line, refusal, at: deps.now() });
}

import type { Mailer } from '../adapters/mail';
import type { TimeStamper } from '../adapters/time-stamps';
import type { Witness } from '../adapters/witness';
import {
  type CheckpointRow,
  insertCheckpointMail,
  insertCosignature,
  insertTimestamp,
  lastCosigned,
  lastMailed,
  lastTimestamp,
  latestCheckpoint,
} from '../db/checkpoint-store';
import type { Db, Tx } from '../db/knex';
import { consistencyProof } from '../db/log-proofs';
import { originOf } from '../domain/checkpoint';
import { signatureLine } from '../domain/signed-note';

export interface CirculationSettings {
  /** Between two rounds; a witness that is away is asked again after this long. */
  everyMs: number;
  /** Who gets checkpoints by mail, and how often. */
  mailTo: string[];
  mailEveryMs: number;
  stampEveryMs: number;
}

export interface CirculationDeps {
  db: Db;
  issuer: string;
  witnesses: Witness[];
  timeStamper: TimeStamper | undefined;
  mailer: Mailer;
  settings: CirculationSettings;
  now(): Date;
  failed(what: string, error: unknown): void;
}

export interface Circulation {
  start(): void;
  /** Ends after the round under way; everything it asks answers or is given up within a minute. */
  stop(): Promise<void>;
}

/**
 * Brings checkpoints to those who keep them: witnesses, a time-stamping authority, mailboxes. It only reads what the
 * sealer wrote, so nobody's silence holds the log up.
 */
export function createCirculation(deps: CirculationDeps): Circulation {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let round: Promise<unknown> = Promise.resolve();

  const guarded = (what: string, act: Promise<void>) =>
    act.catch((error: unknown) => deps.failed(what, error));

  async function once(): Promise<void> {
    const checkpoint = await latestCheckpoint(deps.db);
    if (checkpoint === undefined) return;
    await Promise.all([
      ...deps.witnesses
        .filter((witness) => witness.isAsked)
        .map((witness) => guarded(`witness ${witness.name}`, askWitness(deps, witness, checkpoint))),
      guarded('timestamp', stamp(deps, checkpoint)),
      ...deps.settings.mailTo.map((recipient) =>
        guarded('checkpoint mail', mail(deps, recipient, checkpoint)),
      ),
    ]);
  }

  function next(): void {
    round = once()
      .catch((error: unknown) => deps.failed('circulation', error))
      .finally(() => {
        if (!stopped) timer = setTimeout(next, deps.settings.everyMs);
      });
  }

  return {
    start: next,
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await round;
    },
  };
}

async function askWitness(deps: CirculationDeps, witness: Witness, checkpoint: CheckpointRow): Promise<void> {
  const { size, body, signature } = checkpoint;
  const from = await lastCosigned(deps.db, witness.name);
  if (from >= size) return;
  const prove = (held: number) => consistencyProof(deps.db, held, size);
  const cosignature = await witness.ask({ size, body, note: `${body}\n${signature}`, prove }, from);
  const cosignedAt = witness.checks(body, cosignature);
  if (cosignedAt === undefined) throw new Error('The cosignature does not hold.');
  await insertCosignature(deps.db, {
    ...{ size, witness: witness.name, line: signatureLine(cosignature) },
    ...{ cosignedAt, receivedAt: deps.now() },
  });
}

async function stamp(deps: CirculationDeps, { size, body }: CheckpointRow): Promise<void> {
  const { timeStamper } = deps;
  if (timeStamper === undefined) return;
  await alone(deps.db, 'timestamp', async (tx) => {
    const last = await lastTimestamp(tx);
    if (!isDue(deps, size, last && { size: last.size, at: last.receivedAt }, deps.settings.stampEveryMs))
      return;
    const { token, stampedAt } = await timeStamper.stamp(Buffer.from(body));
    await insertTimestamp(tx, { size, token, stampedAt, receivedAt: deps.now() });
  });
}

async function mail(
  deps: CirculationDeps,
  recipient: string,
  { size, body, signature, cosignatures }: CheckpointRow,
): Promise<void> {
  await alone(deps.db, `mail ${recipient}`, async (tx) => {
    const last = await lastMailed(tx, recipient);
    if (!isDue(deps, size, last && { size: last.size, at: last.mailedAt }, deps.settings.mailEveryMs)) return;
    const note = `${body}\n${signature}${cosignatures.join('')}`;
    const origin = originOf(deps.issuer);
    await deps.mailer.send({
      to: recipient,
      subject: `Checkpoint ${size} of ${origin}`,
      text: note,
      html: `<pre>${note.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</pre>`,
      messageId: `<checkpoint.${size}@${new URL(deps.issuer).hostname}>`,
      language: 'en',
    });
    await insertCheckpointMail(tx, { recipient, size, at: deps.now() });
  });
}

function isDue(
  deps: CirculationDeps,
  size: number,
  last: { size: number; at: Date } | undefined,
  everyMs: number,
): boolean {
  return last === undefined || (last.size < size && deps.now().getTime() - last.at.getTime() >= everyMs);
}

/** Of several workers one; the others have nothing to do. */
async function alone(db: Db, what: string, act: (tx: Tx) => Promise<void>): Promise<void> {
  await db.transaction(async (tx) => {
    const { rows } = await tx.raw('SELECT pg_try_advisory_xact_lock(hashtextextended(?, 8)) AS held', [what]);
    if (rows[0].held) await act(tx);
  });
}

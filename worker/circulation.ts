import type { Mail, Mailer } from '../adapters/mail';
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
  noteOf,
} from '../db/checkpoint-store';
import type { Db, Tx } from '../db/knex';
import { consistencyProof } from '../db/log-proofs';
import { originOf } from '../domain/checkpoint';
import { sha256 } from '../domain/digest';
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
  /** Gives up what was asked of others and ends. */
  stop(): Promise<void>;
}

/**
 * Brings checkpoints to those who keep them: witnesses, a time-stamping authority, mailboxes. It only reads what the
 * sealer wrote, so nobody's silence holds the log up.
 */
export function createCirculation(deps: CirculationDeps): Circulation {
  const stopping = new AbortController();
  const { signal } = stopping;
  let timer: NodeJS.Timeout | undefined;
  let round: Promise<unknown> = Promise.resolve();

  const guarded = (what: string, act: Promise<void>) =>
    act.catch((error: unknown) => {
      if (!signal.aborted) deps.failed(what, error);
    });

  async function once(): Promise<void> {
    const checkpoint = await latestCheckpoint(deps.db);
    if (checkpoint === undefined) return;
    await Promise.all([
      ...deps.witnesses
        .filter((witness) => witness.isAsked)
        .map((witness) => guarded(`witness ${witness.name}`, askWitness(deps, witness, checkpoint, signal))),
      guarded('timestamp', stamp(deps, checkpoint, signal)),
      ...deps.settings.mailTo.map((recipient) =>
        guarded('checkpoint mail', mail(deps, recipient, checkpoint, signal)),
      ),
    ]);
  }

  function next(): void {
    round = guarded('circulation', once()).finally(() => {
      if (!signal.aborted) timer = setTimeout(next, deps.settings.everyMs);
    });
  }

  return {
    start: next,
    async stop() {
      stopping.abort();
      clearTimeout(timer);
      await round;
    },
  };
}

async function askWitness(
  deps: CirculationDeps,
  witness: Witness,
  checkpoint: CheckpointRow,
  signal: AbortSignal,
): Promise<void> {
  const { size, body, signature } = checkpoint;
  const from = await lastCosigned(deps.db, witness.name);
  if (from >= size) return;
  const prove = (held: number) => consistencyProof(deps.db, held, size);
  const cosignature = await witness.ask({ size, body, note: `${body}\n${signature}`, prove }, from, signal);
  const cosignedAt = witness.checks(body, cosignature);
  if (cosignedAt === undefined) throw new Error('The cosignature does not hold.');
  await insertCosignature(deps.db, {
    ...{ size, witness: witness.name, line: signatureLine(cosignature) },
    ...{ cosignedAt, receivedAt: deps.now() },
  });
}

async function stamp(
  deps: CirculationDeps,
  { size, body }: CheckpointRow,
  signal: AbortSignal,
): Promise<void> {
  const { timeStamper } = deps;
  if (timeStamper === undefined) return;
  await alone(deps.db, 'timestamp', async (tx) => {
    const last = await lastTimestamp(tx);
    if (!isDue(deps, size, last && { size: last.size, at: last.receivedAt }, deps.settings.stampEveryMs))
      return;
    const { token, stampedAt } = await timeStamper.stamp(Buffer.from(body), signal);
    await insertTimestamp(tx, { size, token, stampedAt, receivedAt: deps.now() });
  });
}

async function mail(
  deps: CirculationDeps,
  recipient: string,
  checkpoint: CheckpointRow,
  signal: AbortSignal,
): Promise<void> {
  const { size } = checkpoint;
  await alone(deps.db, `mail ${recipient}`, async (tx) => {
    const last = await lastMailed(tx, recipient);
    if (!isDue(deps, size, last && { size: last.size, at: last.mailedAt }, deps.settings.mailEveryMs)) return;
    const sent = deps.mailer.send(mailOf(deps.issuer, recipient, checkpoint));
    await Promise.race([sent, aborted(signal)]);
    await insertCheckpointMail(tx, { recipient, size, at: deps.now() });
  });
}

function mailOf(issuer: string, to: string, checkpoint: CheckpointRow): Mail {
  const note = noteOf(checkpoint);
  return {
    to,
    subject: `Checkpoint ${checkpoint.size} of ${originOf(issuer)}`,
    text: note,
    html: `<pre>${note.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</pre>`,
    messageId: `<checkpoint.${checkpoint.size}.${sha256(to).slice(0, 12)}@${new URL(issuer).hostname}>`,
    language: 'en',
  };
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
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

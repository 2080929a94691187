import { v7 as uuid } from 'uuid';
import type { ContentCipher } from '../adapters/content-cipher';
import type { AuditEntry } from './audit-store';
import { type CommandContent, type NewCommand, sealCommandContent } from './command-store';
import type { Tx } from './knex';

/** Everything that an act leaves in the database when its command is taken. */
export interface TakenAct {
  command: NewCommand & { onBehalfOf: string | null };
  /** The key of the submission and the words that go with the command, where it has any. */
  content: { key: string; words: CommandContent } | undefined;
  idempotency: { actor: string; key: string; requestDigest: string; resource: string };
  audit: Pick<AuditEntry, 'office' | 'requestId'>;
}

/**
 * The command waits for its turn, and its outbox row tells the workflow that it exists. One statement for the whole act,
 * as for an acceptance (`acceptance-store.ts`): every round trip is waited for under the submission's lock.
 * @throws a unique violation on `idempotency_records` when the same key was used at the same moment
 */
export async function insertAct(tx: Tx, cipher: Pick<ContentCipher, 'seal'>, act: TakenAct): Promise<void> {
  const { command, content, idempotency } = act;
  const sealed =
    content === undefined ? null : await sealCommandContent(cipher, content.key, command.id, content.words);
  await tx.raw(
    `WITH input AS (
      SELECT :id::uuid AS id, :submissionId::uuid AS submission, :seq::integer AS seq, :at::timestamptz AS at
    ), k AS (
      INSERT INTO commands (id, submission_id, seq, kind, actor, capacity, office, on_behalf_of, facts, status,
        accepted_at)
      SELECT id, submission, seq, :kind, :actor, :capacity, :office, :onBehalfOf, :facts, 'accepted', at FROM input
    ), c AS (
      INSERT INTO command_contents (command_id, sealed)
      SELECT id, :sealed::bytea FROM input WHERE :sealed::bytea IS NOT NULL
    ), s AS (
      UPDATE submissions SET last_seq = :seq::integer FROM input WHERE submissions.id = input.submission
    ), o AS (
      INSERT INTO outbox (submission_id, seq, written_at) SELECT submission, seq, at FROM input
    ), i AS (
      INSERT INTO idempotency_records (actor, key, request_digest, resource, recorded_at)
      SELECT :requester, :key, :requestDigest, :resource, at FROM input
    )
    INSERT INTO audit_entries (id, at, actor, on_behalf_of, capacity, office, action, submission_id, request_id)
    SELECT :auditId::uuid, at, :actor, :onBehalfOf, :capacity, :auditOffice, :kind, submission, :requestId FROM input`,
    {
      id: command.id,
      submissionId: command.submissionId,
      seq: command.seq,
      at: command.acceptedAt,
      kind: command.kind,
      actor: command.actor,
      capacity: command.capacity,
      office: command.office,
      onBehalfOf: command.onBehalfOf,
      facts: JSON.stringify(command.facts),
      sealed,
      requester: idempotency.actor,
      key: idempotency.key,
      requestDigest: idempotency.requestDigest,
      resource: idempotency.resource,
      auditId: uuid(),
      auditOffice: act.audit.office ?? null,
      requestId: act.audit.requestId,
    },
  );
}

import type { ContentCipher } from '../adapters/content-cipher';
import type { SealedEvidence } from '../adapters/signer';
import type { CounterChannel } from '../domain/channel';
import { gramsOf } from '../domain/search-text';
import { DRAFT } from '../domain/submission';
import type { ActReading } from './act-answer';
import { type Content, sealContentOf } from './content-store';
import type { Tx } from './knex';
import { NO_DATES } from './submission-store';

/** Everything that one accepted submission leaves in the database at the instant of its legal receipt. */
export interface Acceptance {
  id: string;
  commandId: string;
  kind: 'form' | 'letter';
  form: string | null;
  formVersion: number | null;
  trackingHash: string;
  partyPerson: string;
  /** Where somebody sent it for the party. */
  sender?: { actor: string; onBehalfOf: string };
  partyOrganisation: string | null;
  requestedOffice: string | null;
  /** The legal receipt. */
  receivedAt: Date;
  /** Where an official took it in; otherwise the party gave it itself at the legal receipt. */
  intake?: Intake;
  contentDigest: string;
  /** The key that its content is sealed under. */
  contentKey: string;
  content: Content;
  /** Folded text by which the desk finds it. */
  searchText: string;
  evidence: SealedEvidence;
  idempotency: { actor: string; key: string; requestDigest: string; resource: string };
  audit: { id: string; requestId: string };
}

/** The official's act, later than the receipt that it tells of. */
interface Intake {
  channel: CounterChannel;
  at: Date;
  official: string;
  office: string;
  onBehalfOf: string | null;
}

/**
 * One statement for the whole act: six round trips less on the hottest path of the system.
 * @throws a unique violation on `idempotency_records` when the same key was used at the same moment
 */
export async function insertAcceptance(
  tx: Tx,
  cipher: Pick<ContentCipher, 'seal'>,
  a: Acceptance,
): Promise<void> {
  const sealed = await sealContentOf(cipher, a.contentKey, a.id, a.content);
  await tx.raw(
    `WITH input AS (SELECT :id::uuid AS id, :at::timestamptz AS at, :actor::text AS actor, :capacity::text AS capacity,
      :onBehalfOf::text AS lender),
    s AS (
      INSERT INTO submissions (id, kind, form, form_version, channel, tracking_hash, party_person,
        party_organisation, requested_office, state, received_at, content_digest, content_key, last_seq, evidence_count, last_evidence_digest)
      SELECT id, :kind, :form, :formVersion::integer, :channel, :trackingHash, :person, :organisation,
        :requestedOffice, 'accepted', :receivedAt, :contentDigest, :contentKey::uuid, 1, 1, :digest FROM input
    ), c AS (
      INSERT INTO submission_contents (submission_id, sealed) SELECT id, :sealed::bytea FROM input
    ), x AS (
      INSERT INTO search_terms (submission_id, text, grams)
      SELECT id, :searchText, :grams::integer[] FROM input
    ), k AS (
      INSERT INTO commands (id, submission_id, seq, kind, actor, capacity, office, on_behalf_of, facts, status,
        accepted_at)
      SELECT :commandId::uuid, id, 1, 'submit', actor, capacity, :office, lender, :facts, 'accepted', at FROM input
    ), e AS (
      INSERT INTO evidences (id, submission_id, sequence, event, at, command_seq, payload, jws, digest)
      SELECT :evidenceId::uuid, id, 1, 'SubmissionAcceptance', at, 1, :payload, :jws, :digest FROM input
    ), o AS (
      INSERT INTO outbox (submission_id, seq, written_at) SELECT id, 1, at FROM input
    ), i AS (
      INSERT INTO idempotency_records (actor, key, request_digest, resource, recorded_at)
      SELECT actor, :key, :requestDigest, :resource, at FROM input
    )
    INSERT INTO audit_entries (id, at, actor, on_behalf_of, capacity, action, submission_id, request_id)
    SELECT :auditId::uuid, at, actor, lender, capacity, 'submit', id, :requestId FROM input`,
    {
      id: a.id,
      ...actOf(a),
      receivedAt: a.receivedAt,
      person: a.partyPerson,
      kind: a.kind,
      form: a.form,
      formVersion: a.formVersion,
      trackingHash: a.trackingHash,
      organisation: a.partyOrganisation,
      requestedOffice: a.requestedOffice,
      contentDigest: a.contentDigest,
      digest: a.evidence.digest,
      contentKey: a.contentKey,
      sealed,
      searchText: a.searchText,
      grams: gramsOf(a.searchText),
      commandId: a.commandId,
      evidenceId: a.evidence.evidence.id,
      payload: a.evidence.payload,
      jws: a.evidence.jws,
      key: a.idempotency.key,
      requestDigest: a.idempotency.requestDigest,
      resource: a.idempotency.resource,
      auditId: a.audit.id,
      requestId: a.audit.requestId,
    },
  );
}

/** Who gave the first command, when and in what capacity. */
function actOf({ intake, partyPerson, sender, receivedAt }: Acceptance) {
  if (intake === undefined) {
    const facts = '{}';
    return {
      ...{ at: receivedAt, actor: sender?.actor ?? partyPerson, capacity: 'party', office: null },
      onBehalfOf: sender?.onBehalfOf ?? null,
      ...{ channel: 'online', facts },
    };
  }
  const { at, official, office, onBehalfOf, channel } = intake;
  const facts = JSON.stringify({ channel, receivedAt: receivedAt.toISOString() });
  return { at, actor: official, capacity: 'official', office, onBehalfOf, channel, facts };
}

/** What reading the act back would give right after the commit: the answer to a submission costs no query. */
export function acceptedAct(a: Acceptance): ActReading {
  const { evidence, digest, jws } = a.evidence;
  return {
    row: {
      id: a.id,
      kind: a.kind,
      form: a.form,
      formVersion: a.formVersion,
      channel: a.intake?.channel ?? 'online',
      partyPerson: a.partyPerson,
      partyOrganisation: a.partyOrganisation,
      requestedOffice: a.requestedOffice,
      office: null,
      ...DRAFT,
      state: 'accepted',
      receivedAt: a.receivedAt,
      registeredAt: null,
      registrationNumber: null,
      filedAs: null,
      ...NO_DATES,
      decidedAt: null,
      closedAt: null,
      contentDigest: a.contentDigest,
      contentKey: a.contentKey,
      contentDestroyedAt: null,
      lastSeq: 1,
      evidenceCount: 1,
      lastEvidenceDigest: digest,
    },
    command: {
      seq: 1,
      kind: 'submit',
      status: 'accepted',
      result: null,
      acceptedAt: (a.intake?.at ?? a.receivedAt).toISOString(),
      appliedAt: null,
    },
    pending: [{ seq: 1, kind: 'submit', facts: {} }],
    evidence: { id: evidence.id, event: evidence.event, digest, jws },
    trackingCode: a.content.trackingCode,
  };
}

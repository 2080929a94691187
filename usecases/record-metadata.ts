import type { Tx } from '../db/knex';
import { listRegistrations } from '../db/register-store';
import { requireRetentionTerms } from '../db/registration-terms';
import type { SubmissionRow } from '../db/submission-store';
import { digestOfFile } from '../domain/content-parts';
import type { Evidence } from '../domain/evidence';
import { LETTER_RETENTION } from '../domain/letter';
import { type Actor, standsForParty } from '../domain/permissions';
import { retentionRuleOf } from '../domain/retention';
import type { Gathered } from './bundle-entries';

/**
 * What is to be known of a record beside its content, in the words of ISO 15489-1:2016 clause 5.2.3 and ISO 23081-1: the
 * record, its agents, the business that made it, its event history, and its disposition. It names people by
 * their ids and holds nothing that anybody wrote.
 */
export async function recordMetadata(tx: Tx, actor: Actor, row: SubmissionRow, gathered: Gathered) {
  const registrations = await listRegistrations(tx, row.id);
  return {
    format: 'gongmun-record/1',
    record: {
      identifier: row.id,
      type: row.kind,
      registrations: registrations.map(({ number, office, registeredAt }) => ({
        number,
        office,
        at: registeredAt.toISOString(),
      })),
      ...contentsOf(gathered),
    },
    agents: {
      sender: { person: row.partyPerson, ...optional('organisation', row.partyOrganisation) },
      ...optional('office', row.office),
      ...optional('handler', row.handler),
    },
    business: {
      channel: row.channel,
      ...optional('form', row.form),
      ...optional('formVersion', row.formVersion),
      state: row.state,
      ...optional('outcome', row.outcome),
      receivedAt: row.receivedAt.toISOString(),
      ...optional('decidedAt', row.decidedAt?.toISOString() ?? null),
      ...optional('closedAt', row.closedAt?.toISOString() ?? null),
    },
    eventHistory: eventHistoryOf(gathered),
    disposition: await dispositionOf(tx, actor, row),
  };
}

/** What the record consists of: files, and the digests of everything that its evidence names. */
export function contentsOf({ files, evidences }: Pick<Gathered, 'files' | 'evidences'>) {
  return {
    components: files.map((file) => ({
      identifier: file.id,
      format: file.mediaType,
      extent: Number(file.bytes),
      sha256: digestOfFile(file),
    })),
    contentDigests: [...new Set(evidences.flatMap(({ payload }) => contentOf(payload)))],
  };
}

export const eventHistoryOf = ({ evidences }: Pick<Gathered, 'evidences'>) =>
  evidences.map(({ id, payload, digest, sequence }) => {
    const { event, at }: Evidence = JSON.parse(payload);
    return { sequence, event, at, evidence: id, digest };
  });

export const optional = <V>(name: string, value: V | null): Record<string, V> =>
  value === null ? {} : { [name]: value };

const contentOf = (payload: string): string[] => {
  const { content } = JSON.parse(payload) as Evidence;
  return content === undefined ? [] : [content];
};

async function dispositionOf(tx: Tx, actor: Actor, row: SubmissionRow) {
  if (row.office === null) return {};
  const { country, retention } = await requireRetentionTerms(tx, row.office, row);
  const { class: kind, years } = retention ?? LETTER_RETENTION;
  return {
    retentionClass: kind,
    ...optional('retentionYears', years ?? null),
    rule: retentionRuleOf(country),
    status: row.disposal,
    ...optional('dueAt', row.disposeAt?.toISOString() ?? null),
    ...optional('destroyedAt', row.contentDestroyedAt?.toISOString() ?? null),
    holds: standsForParty(actor, row) ? [] : [...row.holds],
  };
}

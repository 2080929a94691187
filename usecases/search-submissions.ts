import { validate as isUuid } from 'uuid';
import type { Tx } from '../db/knex';
import { findByAnyNumber, findParties, listAll, type Parties } from '../db/submission-lists';
import { sha256 } from '../domain/digest';
import { GongmunError } from '../domain/errors';
import type { Actor } from '../domain/permissions';
import { readTrackingCode } from '../domain/tracking-code';
import type { Deps } from './deps';
import { filterOf, type ListRequest, pageOfLines, type SubmissionLineView } from './list-submissions';
import type { Page } from './page';
import { recordShown } from './record-shown';

export interface SearchRequest extends ListRequest {
  /** A registration number of any leg, a tracking code, or the submission's id. */
  number?: string | undefined;
  /** A person's id, an organisation's number, or the beginning of a name. */
  party?: string | undefined;
  /** RFC 3339 instants: received then or later, and before. */
  from?: string | undefined;
  before?: string | undefined;
}

/** Who has more namesakes must be asked for more exactly. */
const MOST_PARTIES = 50;

/**
 * Submissions for auditors, newest first, by number, party and period; which ids were shown is recorded. No content.
 * @throws GongmunError `party.too_many` (400)
 */
export async function auditSubmissions(
  deps: Pick<Deps, 'db' | 'now'>,
  actor: Actor,
  asked: SearchRequest,
): Promise<Page<SubmissionLineView>> {
  const { requestId, number: _, ...rest } = asked;
  const filter = {
    ...filterOf({ ...rest, requestId }),
    from: instantOf(asked.from),
    before: instantOf(asked.before),
  };
  return deps.db.transaction(async (tx) => {
    const ids = await idsOf(tx, asked.number);
    const parties = await partiesOf(tx, asked.party);
    const shown = pageOfLines(actor, asked, await listAll(tx, filter, { ids, parties }));
    const lines = shown.items.map(({ id }) => ({ id, office: null }));
    await recordShown(tx, deps, actor, { requestId, capacity: 'auditor', action: 'list', lines });
    return shown;
  });
}

function idsOf(tx: Tx, number: string | undefined): Promise<string[]> | undefined {
  if (number === undefined) return undefined;
  const code = readTrackingCode(number);
  const trackingHash = code === undefined ? null : sha256(code);
  return findByAnyNumber(tx, { number, trackingHash, id: isUuid(number) ? number : null });
}

async function partiesOf(tx: Tx, party: string | undefined): Promise<Parties | undefined> {
  if (party === undefined) return undefined;
  const found = await findParties(tx, party, MOST_PARTIES + 1);
  if (Math.max(found.people.length, found.organisations.length) <= MOST_PARTIES) return found;
  const detail = 'Say more of the name, or the id or number.';
  throw new GongmunError(
    'bad_request',
    'party.too_many',
    'More parties than can be searched are called so.',
    {
      faults: [{ pointer: '#/query/party', code: 'party.too_many', detail }],
    },
  );
}

const instantOf = (text: string | undefined): Date | undefined =>
  text === undefined ? undefined : new Date(text);

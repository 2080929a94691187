import type { Dossier } from '../../db/dossier-store';
import { machineState, type SubmissionRow } from '../../db/submission-store';
import { nextInstant } from '../../domain/agenda';
import { isCounterParty } from '../../domain/counter-party';
import { differingColumns } from './columns';
import type { Report } from './fault';
import type { Folded } from './fold';
import { factOf, type Told } from './told';

type Columns = Partial<Record<keyof SubmissionRow, unknown>>;

/** A submission's row against what its evidences lead to (design §2: state is what the events say). */
export function checkProjection({ row }: Pick<Dossier, 'row'>, folded: Folded, report: Report): void {
  const [accepted] = folded.acts;
  if (!folded.whole || accepted === undefined) return;
  const expected: Columns = {
    ...folded.machine,
    ...folded.dates,
    ...givenAt(accepted.told[0], row),
    nextDueAt: nextInstant(machineState(row), row),
  };
  for (const what of differingColumns(row, expected, sourceOf))
    report({ table: 'submissions', row: row.id, what });
}

/** What the acceptance says of the document: for whom, by which form, to which office, by which way. */
function givenAt(told: Told, { partyPerson }: SubmissionRow): Columns {
  const { actor } = told.says;
  const version = factOf(told, 'formVersion');
  const form = factOf(told, 'form');
  const atCounter = factOf(told, 'channel') !== null;
  return {
    kind: form === null ? 'letter' : 'form',
    form,
    formVersion: version === null ? null : Number(version),
    channel: factOf(told, 'channel') ?? 'online',
    requestedOffice: factOf(told, 'office'),
    // Who stood at the counter is nobody that the directory knows.
    // Who was authorised sent it for whom it names; of an organisation whoever sent it is the person.
    partyPerson:
      atCounter && isCounterParty(partyPerson)
        ? partyPerson
        : actor.capacity === 'party' && actor.organisation === undefined
          ? (actor.for ?? actor.id)
          : actor.id,
    partyOrganisation: actor.organisation ?? null,
  };
}

const sourceOf = (name: string): string => (name === 'nextDueAt' ? 'the rest of the row' : 'the evidence');

import type { Tx } from '../db/knex';
import type { NewNotice } from '../db/notice-store';
import { findOffice, membersWithRole } from '../db/office-store';
import { NO_SUPPLEMENT, type SubmissionRow } from '../db/submission-store';
import type { Item, Watch } from '../domain/agenda';
import type { Silence } from '../domain/commands';
import type { EvidenceEvent } from '../domain/evidence';
import { clockAt } from './clock';
import { disposalEffect, type Given, type Timed } from './disposal-effects';
import { startSupplement } from './supplement-period';

interface GivenItem extends Given {
  item: Item;
}

/** A supplement that did not come is asked for once more (Civil Petitions Act Enforcement Decree art. 24). */
const SECOND_REQUEST_DAYS = 10;

const EVENT_OF: Record<Silence, EvidenceEvent> = {
  never_opened: 'NeverOpened',
  never_assigned: 'NeverAssigned',
  still_overdue: 'StillOverdue',
  never_read: 'ReplyNeverRead',
};

/** What an item of the agenda leaves beside the machine's change of state: dates, codes for the evidence, notices. */
export async function timedEffect(given: GivenItem): Promise<Timed> {
  const { row, item } = given;
  if (row.office === null) throw new Error(`Submission ${row.id} is at no office.`);
  const office = { office: row.office };
  const party = { person: row.partyPerson };
  const facts = { dueAt: row.dueAt?.toISOString() ?? '' };
  switch (item.kind) {
    case 'deadline_approaching':
      return {
        details: { DeadlineApproaching: { facts } },
        notices: [{ kind: 'deadline_approaching_office', recipient: office }],
      };
    case 'deadline_passed':
      return {
        details: { DeadlinePassed: { facts } },
        notices: [
          { kind: 'deadline_passed_office', recipient: office },
          { kind: 'deadline_passed_party', recipient: party },
        ],
      };
    case 'progress_due':
      return {
        details: { ProgressNotified: { facts: { ...facts, state: row.state } } },
        notices: [{ kind: 'progress_party', recipient: party }],
      };
    case 'supplement_missed':
      return supplementMissed(given, row.office);
    case 'disposal_due':
    case 'begin_disposal':
    case 'dispose':
      return disposalEffect(item.kind, given);
    default:
      return {
        details: { [EVENT_OF[item.kind]]: { facts: { step: item.step, told: item.tell } } },
        notices: (await recipientsOf(given.tx, row, item.tell)).map((recipient) => ({
          kind: `${item.kind}_official`,
          recipient,
        })),
      };
  }
}

async function supplementMissed({ tx, row, at }: Given, office: string): Promise<Timed> {
  const missed = { supplementDueAt: row.supplementDueAt?.toISOString() ?? '', round: row.supplementRound };
  if (row.supplementRound > 1) {
    return {
      change: NO_SUPPLEMENT,
      details: { SupplementMissed: { facts: missed } },
      notices: [
        { kind: 'expired_party', recipient: { person: row.partyPerson } },
        { kind: 'expired_office', recipient: { office } },
      ],
    };
  }
  const change = startSupplement(await clockAt(tx, office, row), at, SECOND_REQUEST_DAYS);
  return {
    change,
    details: {
      SupplementMissed: { facts: missed },
      SupplementRequested: {
        facts: {
          supplementDueAt: change.supplementDueAt.toISOString(),
          days: SECOND_REQUEST_DAYS,
          round: 2,
        },
      },
    },
    notices: [{ kind: 'supplement_requested_again_party', recipient: { person: row.partyPerson } }],
  };
}

/** Where nobody is there to be told, the step above is. */
async function recipientsOf(
  tx: Tx,
  row: SubmissionRow,
  tell: Watch['tell'],
): Promise<NewNotice['recipient'][]> {
  const office = row.office ?? '';
  if (tell === 'handler' && row.handler !== null) return [{ person: row.handler }];
  if (tell !== 'parent') {
    const admins = await membersWithRole(tx, office, 'office_admin');
    if (admins.length > 0) return admins.map((person) => ({ person }));
  }
  const parent = (await findOffice(tx, office))?.parent;
  return [{ office: parent ?? office }];
}

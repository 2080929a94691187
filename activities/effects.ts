import { type CommandRow, findAppliedCommand, findCommand } from '../db/command-store';
import { findByVersion } from '../db/content-store';
import type { Tx } from '../db/knex';
import type { NewNotice } from '../db/notice-store';
import { insertOpening } from '../db/opening-store';
import { NO_SUPPLEMENT, type SubmissionChange, type SubmissionRow } from '../db/submission-store';
import type { CommandKind } from '../domain/commands';
import type { EvidenceEvent } from '../domain/evidence';
import { watchesFrom } from '../domain/ladder';
import type { Submission } from '../domain/submission';
import { workingMinutesBetween } from '../domain/working-period';
import { clockAt, recount, resumeClock } from './clock';
import type { Deps } from './deps';
import { beginLeg } from './register-record';
import { extendSupplement, startSupplement } from './supplement-period';

/** What carrying out a command does besides the machine's change of state. */
export interface OwnEffect {
  change?: SubmissionChange;
  /** Facts that the evidence of each event has beside those of the command. */
  facts?: Partial<Record<EvidenceEvent, Record<string, string | number>>>;
  /** Events that say nothing of the command's own codes and words. */
  bare?: readonly EvidenceEvent[];
  notices?: NewNotice[];
}

export interface Given {
  tx: Tx;
  deps: Pick<Deps, 'records' | 'cipher'>;
  /** Before the command. */
  row: SubmissionRow;
  after: Submission;
  command: CommandRow;
  at: Date;
}

type EffectOf = (given: Given) => OwnEffect | Promise<OwnEffect>;

const instant = (date: Date | null | undefined): string => date?.toISOString() ?? '';
const party = (row: SubmissionRow) => ({ person: row.partyPerson });
const officeOf = (row: SubmissionRow): string => {
  if (row.office === null) throw new Error(`Submission ${row.id} is at no office.`);
  return row.office;
};
const clockOf = ({ tx, row }: Pick<Given, 'tx' | 'row'>) => clockAt(tx, officeOf(row), row);

/** The office hears of what comes from outside: who handles it, or the desk. */
const toOffice = (row: SubmissionRow): NewNotice['recipient'] =>
  row.handler === null ? { office: officeOf(row) } : { person: row.handler };

const assigned: EffectOf = ({ command }) => ({
  notices: [{ kind: 'assigned_official', recipient: { person: String(command.facts.handler) } }],
});

const askForSupplement: EffectOf = async (given) => {
  const { row, command, at } = given;
  const period = startSupplement(await clockOf(given), at, Number(command.facts.days));
  return {
    change: { stoppedAt: at, ...period },
    facts: {
      SupplementRequested: { supplementDueAt: instant(period.supplementDueAt) },
      ClockSuspended: { dueAt: instant(row.dueAt) },
    },
    bare: ['ClockSuspended'],
    notices: [{ kind: 'supplement_requested_party', recipient: party(row) }],
  };
};

/** The clock runs on, and the evidence names both dates. */
async function runsOn(given: Given): Promise<Required<Pick<OwnEffect, 'change' | 'facts' | 'bare'>>> {
  const { row, at } = given;
  const change = resumeClock(await clockOf(given), row, at);
  const facts = {
    stoppedAt: instant(row.stoppedAt),
    dueBefore: instant(row.dueAt),
    dueAt: instant(change.dueAt),
  };
  return {
    change: { ...change, ...NO_SUPPLEMENT },
    facts: { ClockResumed: facts },
    // Resuming has reasons of its own; a supplement's words are those of what was received.
    bare: given.command.kind === 'supplement' ? ['ClockResumed'] : [],
  };
}

const transferred: EffectOf = async ({ tx, deps, row, after, command, at }) => {
  const office = String(command.facts.office);
  const before = await clockAt(tx, officeOf(row), row);
  const clock = await clockAt(tx, office, row);
  const entry = await beginLeg(tx, deps, { row, office, clock, leg: after.leg, from: at, at });
  const minutes = (from: Date, until: Date) => workingMinutesBetween(from, until, before.calendar);
  const stopped = row.stops.map(({ from, until }) => minutes(new Date(from), new Date(until)));
  const used = minutes(row.clockFrom ?? row.receivedAt, at) - stopped.reduce((sum, one) => sum + one, 0);
  return {
    change: { ...entry.change, ...NO_SUPPLEMENT },
    facts: {
      RelayAcceptance: { from: officeOf(row), number: row.registrationNumber ?? '', usedMinutes: used },
      ConsignmentAcceptance: entry.facts,
    },
    bare: ['ConsignmentAcceptance'],
    notices: [
      { kind: 'transferred_party', recipient: party(row) },
      { kind: 'received_office', recipient: { office } },
    ],
  };
};

/** Which draft was agreed to, and in whose place where not in one's own. */
function placeOf({ facts }: CommandRow): Record<string, string | number> {
  const { decision, standsFor } = facts;
  return { decision: Number(decision), ...(typeof standsFor === 'string' ? { standsFor } : {}) };
}

/** Whose turn it is to agree; the line stands in the facts of the drafted decision. */
function nextInLine(decide: CommandRow, left: number): NewNotice[] {
  const line: string[] = JSON.parse(String(decide.facts.line ?? '[]'));
  const person = line[line.length - left];
  return left === 0 || person === undefined ? [] : [{ kind: 'approval_official', recipient: { person } }];
}

const EFFECTS: Partial<Record<CommandKind, EffectOf>> = {
  assign: assigned,
  reassign: assigned,
  async open({ tx, row, command, at }) {
    await insertOpening(tx, { submissionId: row.id, leg: row.leg, person: command.actor, at });
    return {};
  },
  return_to_sender: ({ row }) => ({ notices: [{ kind: 'returned_party', recipient: party(row) }] }),
  withdraw: ({ row }) => ({
    notices: row.office === null ? [] : [{ kind: 'withdrawn_office', recipient: { office: row.office } }],
  }),
  involve: ({ command }) => ({
    notices: [{ kind: 'involved_office', recipient: { office: String(command.facts.office) } }],
  }),
  contribute: ({ row }) => ({ notices: [{ kind: 'contributed_office', recipient: toOffice(row) }] }),
  request_supplement: askForSupplement,
  request_resend: askForSupplement,
  async supplement(given) {
    const { row, command } = given;
    const resumed = await runsOn(given);
    await findByVersion(given.tx, given.deps.cipher, command.id);
    return {
      ...resumed,
      change: { ...resumed.change, contentDigest: String(command.facts.content) },
      notices: [{ kind: 'supplemented_office', recipient: toOffice(row) }],
    };
  },
  async request_supplement_extension(given) {
    const { row, at } = given;
    const change = extendSupplement(await clockOf(given), row, at);
    const dates = {
      dueBefore: instant(row.supplementDueAt ?? at),
      supplementDueAt: instant(change.supplementDueAt),
    };
    return {
      change,
      facts: { SupplementPeriodExtended: dates },
      notices: [{ kind: 'supplement_extended_office', recipient: toOffice(row) }],
    };
  },
  suspend: ({ row, at }) => ({
    change: { stoppedAt: at },
    facts: { ClockSuspended: { dueAt: instant(row.dueAt) } },
    notices: [{ kind: 'suspended_party', recipient: party(row) }],
  }),
  async resume(given) {
    return { ...(await runsOn(given)), notices: [{ kind: 'resumed_party', recipient: party(given.row) }] };
  },
  async extend(given) {
    const { row, command } = given;
    const change = recount(await clockOf(given), {
      ...row,
      clockFrom: row.clockFrom ?? row.receivedAt,
      extension: String(command.facts.period),
    });
    return {
      change,
      facts: { DeadlineExtended: { dueBefore: instant(row.dueAt), dueAt: instant(change.dueAt) } },
      notices: [{ kind: 'extended_party', recipient: party(row) }],
    };
  },
  request_progress: ({ row }) => ({
    facts: { ProgressNotified: { state: row.state, dueAt: instant(row.dueAt) } },
    notices: [{ kind: 'progress_party', recipient: party(row) }],
  }),
  transfer: transferred,
  decide: ({ after, command, at }) => ({
    ...(after.state === 'decided' ? { change: { decidedAt: at } } : {}),
    // The party reads every evidence: what is drafted it learns when it is decided.
    bare: ['DecisionDrafted'],
    facts: { DecisionDrafted: { approvals: after.approvals } },
    notices: nextInLine(command, after.approvals),
  }),
  async approve({ tx, row, after, command, at }) {
    const drafted = await findCommand(tx, row.id, Number(command.facts.decision));
    return {
      ...(after.state === 'decided' ? { change: { decidedAt: at } } : {}),
      bare: ['DecisionApproved'],
      facts: { DecisionApproved: { ...placeOf(command), approvals: after.approvals } },
      notices: drafted === undefined ? [] : nextInLine(drafted, after.approvals),
    };
  },
  async send_back({ tx, row }) {
    const drafted = await findAppliedCommand(tx, row.id, ['decide']);
    const person = drafted?.actor;
    return { notices: person === undefined ? [] : [{ kind: 'sent_back_official', recipient: { person } }] };
  },
  review_disposal: ({ command }) =>
    command.facts.decision === 'keep' ? { change: { disposeAt: new Date(String(command.facts.until)) } } : {},
  async correct(given) {
    const { row, command, at } = given;
    const { ladder, calendar } = await clockOf(given);
    return {
      change: { watches: watchesFrom(row.watches, { never_read: at }, ladder, calendar) },
      facts: { ContentConsignment: { decision: command.seq } },
      notices: [{ kind: 'corrected_party', recipient: party(row) }],
    };
  },
};

export async function ownEffect(given: Given): Promise<OwnEffect> {
  return (await EFFECTS[given.command.kind]?.(given)) ?? {};
}

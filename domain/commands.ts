import type { DisposalDecision } from './disposal';
import type { EvidenceActor } from './evidence';

export const OUTCOMES = ['granted', 'partially_granted', 'refused', 'noted'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** What nobody did: after a while, each is an event (design §4). */
export const SILENCES = ['never_opened', 'never_assigned', 'still_overdue', 'never_read'] as const;
export type Silence = (typeof SILENCES)[number];

/** Who may give a command at all; `domain/permissions.ts` says which of them for which submission. */
export const GIVEN_BY = {
  submit: 'party',
  withdraw: 'party',
  acknowledge: 'party',
  supplement: 'party',
  request_supplement_extension: 'party',
  request_progress: 'party',
  open: 'office',
  assign: 'office',
  reassign: 'office',
  involve: 'office',
  contribute: 'office',
  return_to_sender: 'office',
  request_supplement: 'office',
  request_resend: 'office',
  suspend: 'office',
  resume: 'office',
  extend: 'office',
  transfer: 'office',
  decide: 'office',
  approve: 'office',
  send_back: 'office',
  correct: 'office',
  hold: 'office',
  release_hold: 'office',
  review_disposal: 'office',
  confirm_transfer: 'office',
  register: 'system',
  reject: 'system',
  close: 'system',
  recalculate: 'system',
  deadline_approaching: 'system',
  deadline_passed: 'system',
  supplement_missed: 'system',
  progress_due: 'system',
  never_opened: 'system',
  never_assigned: 'system',
  still_overdue: 'system',
  never_read: 'system',
  notice_failed: 'system',
  disposal_due: 'system',
  begin_disposal: 'system',
  dispose: 'system',
} as const satisfies Record<string, 'party' | 'office' | 'system'>;

export type CommandKind = keyof typeof GIVEN_BY;

export const COMMAND_KINDS = Object.keys(GIVEN_BY) as [CommandKind, ...CommandKind[]];

/** The few values that steer a command; never content. */
interface Values extends Record<Silence, { step: number }> {
  /** `by`: an official of the office that has it, or of a unit that was asked to contribute. */
  open: { by?: 'office' | 'unit' };
  assign: { handler: string };
  reassign: { handler: string };
  involve: { office: string };
  contribute: { office: string };
  transfer: { office: string };
  /** `approvals`: how many people must agree before the decision stands. */
  decide: { outcome: Outcome; approvals?: number };
  /** `outcome` is that of the draft. */
  approve: { outcome: Outcome };
  /** `due`: whether the date it moved to lies ahead. */
  recalculate: { due: 'ahead' | 'past' };
  /** `about`: what could not be told. */
  notice_failed: { about?: 'supplement' | 'other' };
  /** `hold`: its id; a record can be held for several reasons at once. */
  hold: { hold: string };
  release_hold: { hold: string };
  review_disposal: { decision: DisposalDecision };
}

/** A command as the machine sees it. */
export type CommandOf<K extends CommandKind> = K extends keyof Values ? { kind: K } & Values[K] : { kind: K };
export type Command = CommandOf<CommandKind>;

/** The capacity in which whoever gives such a command acts. */
export function capacityFor(kind: CommandKind): EvidenceActor['capacity'] {
  const by = GIVEN_BY[kind];
  return by === 'office' ? 'official' : by;
}

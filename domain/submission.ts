import type { EvidenceEvent } from './evidence';

/** The states of design §4. `draft`, `supplement_requested`, `suspended` and `expired` are entered by later acts. */
export const STATES = [
  'draft',
  'accepted',
  'rejected',
  'registered',
  'assigned',
  'in_process',
  'supplement_requested',
  'suspended',
  'decided',
  'closed',
  'returned',
  'withdrawn',
  'expired',
] as const;
export type State = (typeof STATES)[number];

export const OUTCOMES = ['granted', 'partially_granted', 'refused', 'noted'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** Nothing moves a submission out of these; acts that only add evidence (reading a reply) still work in them. */
export const TERMINAL: readonly State[] = ['rejected', 'closed', 'returned', 'withdrawn', 'expired'];

/** The states in which the statutory clock runs. */
export const CLOCK_RUNS: readonly State[] = ['registered', 'assigned', 'in_process'];

/** What the machine knows of a submission; the rest of the row is none of its business. */
export interface Submission {
  state: State;
  /** The content was handed over to an official of the present office. */
  opened: boolean;
  handler: string | null;
  outcome: Outcome | null;
  replyRead: boolean;
  clock: 'none' | 'running' | 'approaching' | 'passed';
}

/** A command as the machine sees it: kind and the few values that steer it, never content. */
export type Command =
  | { kind: 'submit' }
  | { kind: 'withdraw' }
  | { kind: 'acknowledge' }
  | { kind: 'open' }
  | { kind: 'assign'; handler: string }
  | { kind: 'reassign'; handler: string }
  | { kind: 'return_to_sender' }
  | { kind: 'decide'; outcome: Outcome }
  | { kind: 'register' }
  | { kind: 'reject' }
  | { kind: 'close' }
  | { kind: 'deadline_approaching' }
  | { kind: 'deadline_passed' }
  | { kind: 'notice_failed' };

export type CommandKind = Command['kind'];

export const COMMAND_KINDS = [
  'submit',
  'withdraw',
  'acknowledge',
  'open',
  'assign',
  'reassign',
  'return_to_sender',
  'decide',
  'register',
  'reject',
  'close',
  'deadline_approaching',
  'deadline_passed',
  'notice_failed',
] as const satisfies readonly CommandKind[];

/** Who may give a command at all; `domain/permissions.ts` says which of them for which submission. */
export const GIVEN_BY: Record<CommandKind, 'party' | 'office' | 'system'> = {
  submit: 'party',
  withdraw: 'party',
  acknowledge: 'party',
  open: 'office',
  assign: 'office',
  reassign: 'office',
  return_to_sender: 'office',
  decide: 'office',
  register: 'system',
  reject: 'system',
  close: 'system',
  deadline_approaching: 'system',
  deadline_passed: 'system',
  notice_failed: 'system',
};

const ALIVE_AT_OFFICE: readonly State[] = ['registered', 'assigned', 'in_process'];

interface Rule {
  from: readonly State[];
  /** A further condition beside the state. */
  when?: (submission: Submission) => boolean;
  change: (submission: Submission, command: Command) => Partial<Submission>;
  /** In order; each becomes exactly one evidence. */
  events: (submission: Submission) => EvidenceEvent[];
}

const only =
  (event: EvidenceEvent): Rule['events'] =>
  () => [event];

const RULES: Record<CommandKind, Rule> = {
  submit: { from: ['draft'], change: () => ({ state: 'accepted' }), events: only('SubmissionAcceptance') },
  register: {
    from: ['accepted'],
    change: () => ({ state: 'registered', clock: 'running' }),
    events: only('ConsignmentAcceptance'),
  },
  reject: {
    from: ['accepted'],
    change: () => ({ state: 'rejected' }),
    events: only('SubmissionRejection'),
  },
  withdraw: {
    from: ['accepted', ...ALIVE_AT_OFFICE, 'supplement_requested', 'suspended'],
    change: () => ({ state: 'withdrawn', clock: 'none' }),
    events: only('Withdrawn'),
  },
  open: {
    from: [...ALIVE_AT_OFFICE, 'supplement_requested', 'suspended', 'decided', 'closed'],
    change: (s) => ({ opened: true, ...(s.state === 'assigned' ? { state: 'in_process' as const } : {}) }),
    events: (s) => [s.opened ? 'ContentAccessTracking' : 'ContentHandover'],
  },
  assign: {
    from: ['registered'],
    change: (_, command) => ({ state: 'assigned', handler: handlerOf(command) }),
    events: only('Assigned'),
  },
  reassign: {
    from: ['assigned', 'in_process'],
    change: (_, command) => ({ state: 'assigned', handler: handlerOf(command) }),
    events: only('Reassigned'),
  },
  return_to_sender: {
    from: ALIVE_AT_OFFICE,
    change: () => ({ state: 'returned', clock: 'none' }),
    events: only('ConsignmentRejection'),
  },
  decide: {
    from: ALIVE_AT_OFFICE,
    change: (_, command) => ({
      state: 'decided',
      clock: 'none',
      outcome: command.kind === 'decide' ? command.outcome : null,
    }),
    events: only('DecisionRecorded'),
  },
  close: {
    from: ['decided'],
    change: () => ({ state: 'closed' }),
    events: () => ['ContentConsignment', 'Closed'],
  },
  acknowledge: {
    from: ['decided', 'closed'],
    when: (s) => !s.replyRead,
    change: () => ({ replyRead: true }),
    events: only('ReplyRead'),
  },
  deadline_approaching: {
    from: ALIVE_AT_OFFICE,
    when: (s) => s.clock === 'running',
    change: () => ({ clock: 'approaching' }),
    events: only('DeadlineApproaching'),
  },
  deadline_passed: {
    from: ALIVE_AT_OFFICE,
    when: (s) => s.clock === 'running' || s.clock === 'approaching',
    change: () => ({ clock: 'passed' }),
    events: only('DeadlinePassed'),
  },
  notice_failed: {
    from: STATES.filter((state) => state !== 'draft'),
    change: () => ({}),
    events: only('ConsignmentNotificationFailure'),
  },
};

export type Applied =
  | { ok: true; submission: Submission; events: EvidenceEvent[] }
  | { ok: false; refusal: 'command.not_allowed_in_state'; state: State; allowed: CommandKind[] };

export const DRAFT: Submission = {
  state: 'draft',
  opened: false,
  handler: null,
  outcome: null,
  replyRead: false,
  clock: 'none',
};

/**
 * The state machine of design §4: what a command does to a submission, or why it does nothing.
 * The use cases, the workflow's activities, the API's list of what may be done now and the tests all use it.
 */
export function apply(submission: Submission, command: Command): Applied {
  const rule = RULES[command.kind];
  if (!isAllowed(submission, command.kind)) {
    return {
      ok: false,
      refusal: 'command.not_allowed_in_state',
      state: submission.state,
      allowed: allowedCommands(submission),
    };
  }
  return {
    ok: true,
    submission: { ...submission, ...rule.change(submission, command) },
    events: rule.events(submission),
  };
}

/** The commands that the state allows now, whoever may give them. */
export function allowedCommands(submission: Submission): CommandKind[] {
  return COMMAND_KINDS.filter((kind) => isAllowed(submission, kind));
}

export function isTerminal(state: State): boolean {
  return TERMINAL.includes(state);
}

function isAllowed(submission: Submission, kind: CommandKind): boolean {
  const rule = RULES[kind];
  return rule.from.includes(submission.state) && (rule.when?.(submission) ?? true);
}

function handlerOf(command: Command): string | null {
  return command.kind === 'assign' || command.kind === 'reassign' ? command.handler : null;
}

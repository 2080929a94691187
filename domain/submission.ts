import {
  COMMAND_KINDS,
  type Command,
  type CommandKind,
  type CommandOf,
  type Outcome,
  type Silence,
} from './commands';
import type { Disposal, DisposalDecision } from './disposal';
import type { EvidenceEvent } from './evidence';

/** The states of design §4. */
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

/** Nothing moves a submission out of these; acts that only add evidence (reading a reply) still work in them. */
export const TERMINAL: readonly State[] = ['rejected', 'closed', 'returned', 'withdrawn', 'expired'];

/** The states in which the statutory clock runs. */
export const CLOCK_RUNS: readonly State[] = ['registered', 'assigned', 'in_process'];

/** Those in which it stands still and will run on. */
export const CLOCK_STOPPED: readonly State[] = ['supplement_requested', 'suspended'];

/** What the machine knows of a submission; the rest of the row is none of its business. */
export interface Submission {
  state: State;
  /** The content was handed over to an official of the present office. */
  opened: boolean;
  handler: string | null;
  outcome: Outcome | null;
  replyRead: boolean;
  /** How far the statutory clock has come; while the state stops it, how far it had come. */
  clock: 'none' | 'running' | 'approaching' | 'passed';
  /** 1 for the first office, one more for each transfer. */
  leg: number;
  /** Whether this office has used its one extension. */
  extended: boolean;
  /** How often the present gap was asked about: 0, 1, or 2 (the last request). */
  supplementRound: number;
  /** How often the party was given more time to fill it. */
  supplementExtensions: number;
  /** How many requests about it could not be delivered. */
  supplementUndelivered: number;
  /** How many people must still agree to the decision that is drafted; 0 when none is. */
  approvals: number;
  /** Units that were asked to contribute and have not. */
  involved: readonly string[];
  /** The party was told of the progress after 30 days. */
  progressTold: boolean;
  /** How far up each silence was told. */
  silence: Partial<Record<Silence, number>>;
  /** Ids of the holds that forbid its disposal. */
  holds: readonly string[];
  disposal: Disposal;
}

const MOST_SUPPLEMENT_EXTENSIONS = 2;
const LAST_SUPPLEMENT_ROUND = 2;

/** The ends of what an office has had in its register: records, whose retention runs from there. */
export const RECORDS: readonly State[] = TERMINAL.filter((state) => state !== 'rejected');

const AT_OFFICE: readonly State[] = [...CLOCK_RUNS, ...CLOCK_STOPPED];

interface Rule<K extends CommandKind = CommandKind> {
  from: readonly State[];
  /** A further condition beside the state. */
  when?: (submission: Submission) => boolean;
  /** What the values of the command must be. */
  fits?: (submission: Submission, command: CommandOf<K>) => boolean;
  change: (submission: Submission, command: CommandOf<K>) => Partial<Submission>;
  /** In order; each becomes exactly one evidence. */
  events: (submission: Submission, command: CommandOf<K>) => EvidenceEvent[];
}

const only =
  (...events: EvidenceEvent[]) =>
  () =>
    events;

const unlessDrafted = (s: Submission) => s.approvals === 0;

const ASKED_ANEW = { supplementRound: 0, supplementExtensions: 0, supplementUndelivered: 0 };
const ENDED = { clock: 'none' as const, approvals: 0, supplementRound: 0 };

const askForSupplement: Rule<'request_supplement' | 'request_resend'> = {
  from: ['in_process'],
  when: unlessDrafted,
  change: () => ({ state: 'supplement_requested', ...ASKED_ANEW, supplementRound: 1 }),
  events: only('SupplementRequested', 'ClockSuspended'),
};

const assignTo = (_: Submission, { handler }: CommandOf<'assign' | 'reassign'>): Partial<Submission> => ({
  state: 'assigned',
  handler,
});

/** Each step of a silence is told once, in order, while it lasts. */
const silence = (
  kind: Silence,
  from: readonly State[],
  lasts: (s: Submission) => boolean,
  event: EvidenceEvent,
): Rule<Silence> => ({
  from,
  when: lasts,
  fits: (s, { step }) => step === (s.silence[kind] ?? 0) + 1,
  change: (s, { step }) => ({ silence: { ...s.silence, [kind]: step } }),
  events: only(event),
});

/** Nothing is added to what is being destroyed. */
const isGoing = ({ disposal }: Submission): boolean =>
  disposal === 'approved' || disposal === 'begun' || disposal === 'done';

const isHeld = ({ holds }: Submission): boolean => holds.length > 0;

const REVIEWED: Record<DisposalDecision, Disposal> = {
  destroy: 'approved',
  keep: 'none',
  transfer: 'transfer',
};

const RULES: { [K in CommandKind]: Rule<K> } = {
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
    from: ['accepted', ...AT_OFFICE],
    change: () => ({ state: 'withdrawn', ...ENDED }),
    events: only('Withdrawn'),
  },
  open: {
    from: [...AT_OFFICE, 'decided', 'closed'],
    change: (s, { by }) =>
      by === 'unit'
        ? {}
        : { opened: true, ...(s.state === 'assigned' ? { state: 'in_process' as const } : {}) },
    events: (s, { by }) => [s.opened || by === 'unit' ? 'ContentAccessTracking' : 'ContentHandover'],
  },
  assign: { from: ['registered'], change: assignTo, events: only('Assigned') },
  reassign: {
    from: ['assigned', 'in_process'],
    when: unlessDrafted,
    change: assignTo,
    events: only('Reassigned'),
  },
  involve: {
    from: CLOCK_RUNS,
    fits: (s, { office }) => !s.involved.includes(office),
    change: (s, { office }) => ({ involved: [...s.involved, office] }),
    events: only('UnitInvolved'),
  },
  contribute: {
    from: AT_OFFICE,
    when: (s) => s.involved.length > 0,
    fits: (s, { office }) => s.involved.includes(office),
    change: (s, { office }) => ({ involved: s.involved.filter((unit) => unit !== office) }),
    events: only('UnitContributed'),
  },
  return_to_sender: {
    from: CLOCK_RUNS,
    when: unlessDrafted,
    change: () => ({ state: 'returned', ...ENDED }),
    events: only('ConsignmentRejection'),
  },
  request_supplement: askForSupplement,
  request_resend: askForSupplement,
  supplement: {
    from: ['supplement_requested'],
    change: () => ({ state: 'in_process', ...ASKED_ANEW }),
    events: only('SupplementReceived', 'ClockResumed'),
  },
  request_supplement_extension: {
    from: ['supplement_requested'],
    when: (s) => s.supplementExtensions < MOST_SUPPLEMENT_EXTENSIONS,
    change: (s) => ({ supplementExtensions: s.supplementExtensions + 1 }),
    events: only('SupplementPeriodExtended'),
  },
  supplement_missed: {
    from: ['supplement_requested'],
    change: (s) =>
      s.supplementRound < LAST_SUPPLEMENT_ROUND
        ? { supplementRound: s.supplementRound + 1 }
        : { state: 'expired', ...ENDED },
    events: (s) => [
      'SupplementMissed',
      s.supplementRound < LAST_SUPPLEMENT_ROUND ? 'SupplementRequested' : 'Expired',
    ],
  },
  suspend: {
    from: ['in_process'],
    when: unlessDrafted,
    change: () => ({ state: 'suspended' }),
    events: only('ClockSuspended'),
  },
  resume: {
    from: ['suspended'],
    change: () => ({ state: 'in_process' }),
    events: only('ClockResumed'),
  },
  extend: {
    from: CLOCK_RUNS,
    when: (s) => !s.extended && s.clock !== 'passed',
    change: () => ({ extended: true, clock: 'running' }),
    events: only('DeadlineExtended'),
  },
  request_progress: { from: AT_OFFICE, change: () => ({}), events: only('ProgressNotified') },
  progress_due: {
    from: AT_OFFICE,
    when: (s) => !s.progressTold,
    change: () => ({ progressTold: true }),
    events: only('ProgressNotified'),
  },
  transfer: {
    from: CLOCK_RUNS,
    when: unlessDrafted,
    change: (s) => ({
      state: 'registered',
      leg: s.leg + 1,
      opened: false,
      handler: null,
      clock: 'running',
      extended: false,
      involved: [],
      silence: {},
      ...ASKED_ANEW,
    }),
    events: only('RelayAcceptance', 'ConsignmentAcceptance'),
  },
  decide: {
    from: CLOCK_RUNS,
    when: unlessDrafted,
    change: (_, { outcome, approvals = 0 }) => (approvals > 0 ? { approvals } : decided(outcome)),
    events: (_, { approvals = 0 }) => [approvals > 0 ? 'DecisionDrafted' : 'DecisionRecorded'],
  },
  approve: {
    from: CLOCK_RUNS,
    when: (s) => s.approvals > 0,
    change: (s, { outcome }) => (s.approvals > 1 ? { approvals: s.approvals - 1 } : decided(outcome)),
    events: (s) => (s.approvals > 1 ? ['DecisionApproved'] : ['DecisionApproved', 'DecisionRecorded']),
  },
  send_back: {
    from: CLOCK_RUNS,
    when: (s) => s.approvals > 0,
    change: () => ({ approvals: 0 }),
    events: only('DecisionSentBack'),
  },
  close: {
    from: ['decided'],
    change: () => ({ state: 'closed' }),
    events: only('ContentConsignment', 'Closed'),
  },
  correct: {
    from: ['closed'],
    when: (s) => s.outcome !== null && !isGoing(s),
    change: () => ({ replyRead: false, silence: {} }),
    events: only('DecisionCorrected', 'ContentConsignment'),
  },
  acknowledge: {
    from: ['decided', 'closed'],
    when: (s) => s.outcome !== null && !s.replyRead,
    change: () => ({ replyRead: true }),
    events: only('ReplyRead'),
  },
  recalculate: {
    // Of what stands still nothing moves but the end of the party's time.
    from: [...CLOCK_RUNS, 'supplement_requested'],
    change: (s, { due }) =>
      due === 'ahead' && CLOCK_RUNS.includes(s.state)
        ? { clock: 'running', silence: { ...s.silence, still_overdue: 0 } }
        : {},
    events: only('DeadlineRecalculated'),
  },
  deadline_approaching: {
    from: CLOCK_RUNS,
    when: (s) => s.clock === 'running',
    change: () => ({ clock: 'approaching' }),
    events: only('DeadlineApproaching'),
  },
  deadline_passed: {
    from: CLOCK_RUNS,
    when: (s) => s.clock === 'running' || s.clock === 'approaching',
    change: () => ({ clock: 'passed' }),
    events: only('DeadlinePassed'),
  },
  never_opened: silence('never_opened', CLOCK_RUNS, (s) => !s.opened, 'NeverOpened'),
  never_assigned: silence('never_assigned', ['registered'], () => true, 'NeverAssigned'),
  still_overdue: silence('still_overdue', CLOCK_RUNS, (s) => s.clock === 'passed', 'StillOverdue'),
  never_read: silence('never_read', ['closed'], (s) => s.outcome !== null && !s.replyRead, 'ReplyNeverRead'),
  hold: {
    from: [...AT_OFFICE, 'decided', ...RECORDS],
    // From its beginning on a destruction cannot be stopped: some of it is gone.
    when: ({ disposal }) => disposal !== 'begun' && disposal !== 'done',
    fits: (s, { hold }) => !s.holds.includes(hold),
    change: (s, { hold }) => ({ holds: [...s.holds, hold] }),
    events: only('HoldSet'),
  },
  release_hold: {
    from: [...AT_OFFICE, 'decided', ...RECORDS],
    when: isHeld,
    fits: (s, { hold }) => s.holds.includes(hold),
    change: (s, { hold }) => ({ holds: s.holds.filter((one) => one !== hold) }),
    events: only('HoldReleased'),
  },
  disposal_due: {
    from: RECORDS,
    when: (s) => s.disposal === 'none' && !isHeld(s),
    change: () => ({ disposal: 'due' }),
    events: only('DisposalDue'),
  },
  review_disposal: {
    from: RECORDS,
    when: (s) => s.disposal === 'due' && !isHeld(s),
    change: (_, { decision }) => ({ disposal: REVIEWED[decision] }),
    events: only('DisposalReviewed'),
  },
  confirm_transfer: {
    from: RECORDS,
    when: (s) => s.disposal === 'transfer' && !isHeld(s),
    change: () => ({ disposal: 'approved' }),
    events: only('RecordTransferred'),
  },
  begin_disposal: {
    from: RECORDS,
    when: (s) => s.disposal === 'approved' && !isHeld(s),
    change: () => ({ disposal: 'begun' }),
    events: only('DisposalBegun'),
  },
  dispose: {
    from: RECORDS,
    when: ({ disposal }) => disposal === 'begun',
    change: () => ({ disposal: 'done' }),
    events: only('Disposed'),
  },
  notice_failed: {
    from: STATES.filter((state) => state !== 'draft'),
    change: (s, command) => {
      if (!isUndeliveredSupplement(s, command)) return {};
      const supplementUndelivered = s.supplementUndelivered + 1;
      return supplementUndelivered < LAST_SUPPLEMENT_ROUND
        ? { supplementUndelivered }
        : { supplementUndelivered, state: 'closed', ...ENDED };
    },
    events: (s, command) =>
      isUndeliveredSupplement(s, command) && s.supplementUndelivered + 1 === LAST_SUPPLEMENT_ROUND
        ? ['ConsignmentNotificationFailure', 'ClosedUndeliverable']
        : ['ConsignmentNotificationFailure'],
  },
};

const decided = (outcome: Outcome): Partial<Submission> => ({
  state: 'decided',
  outcome,
  ...ENDED,
});

/** A request counts once, however many of its notices failed. */
function isUndeliveredSupplement(s: Submission, { about }: CommandOf<'notice_failed'>): boolean {
  return (
    about === 'supplement' &&
    s.state === 'supplement_requested' &&
    s.supplementUndelivered < s.supplementRound
  );
}

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
  leg: 1,
  extended: false,
  ...ASKED_ANEW,
  approvals: 0,
  involved: [],
  progressTold: false,
  silence: {},
  holds: [],
  disposal: 'none',
};

/**
 * The state machine of design §4: what a command does to a submission, or why it does nothing.
 * The use cases, the workflow's activities, the API's list of what may be done now and the tests all use it.
 */
export function apply(submission: Submission, command: Command): Applied {
  const rule = RULES[command.kind] as Rule;
  const given = command as CommandOf<CommandKind>;
  if (!isAllowed(submission, command.kind) || !(rule.fits?.(submission, given) ?? true)) {
    return {
      ok: false,
      refusal: 'command.not_allowed_in_state',
      state: submission.state,
      allowed: allowedCommands(submission),
    };
  }
  return {
    ok: true,
    submission: { ...submission, ...rule.change(submission, given) },
    events: rule.events(submission, given),
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
  const rule = RULES[kind] as Rule;
  return rule.from.includes(submission.state) && (rule.when?.(submission) ?? true);
}

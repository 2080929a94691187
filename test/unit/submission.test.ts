import fc from 'fast-check';
import { agenda, type Dates } from '../../domain/agenda';
import { COMMAND_KINDS, type Command, type CommandKind, SILENCES } from '../../domain/commands';
import { DISPOSAL_DECISIONS } from '../../domain/disposal';
import { EVIDENCE_EVENTS } from '../../domain/evidence';
import {
  allowedCommands,
  apply,
  CLOCK_RUNS,
  CLOCK_STOPPED,
  DRAFT,
  isTerminal,
  STATES,
  type State,
  type Submission,
} from '../../domain/submission';

/** Written by hand from design §4: for each state, each command that may be given and the state it leads to. */
const EXPECTED: Record<State, Partial<Record<CommandKind, State>>> = {
  draft: { submit: 'accepted' },
  accepted: { register: 'registered', reject: 'rejected', withdraw: 'withdrawn', notice_failed: 'accepted' },
  rejected: { notice_failed: 'rejected' },
  registered: {
    withdraw: 'withdrawn',
    request_progress: 'registered',
    open: 'registered',
    assign: 'assigned',
    involve: 'registered',
    extend: 'registered',
    transfer: 'registered',
    return_to_sender: 'returned',
    decide: 'decided',
    recalculate: 'registered',
    deadline_approaching: 'registered',
    deadline_passed: 'registered',
    progress_due: 'registered',
    never_opened: 'registered',
    never_assigned: 'registered',
    notice_failed: 'registered',
    hold: 'registered',
  },
  assigned: {
    withdraw: 'withdrawn',
    request_progress: 'assigned',
    open: 'in_process',
    reassign: 'assigned',
    involve: 'assigned',
    extend: 'assigned',
    transfer: 'registered',
    return_to_sender: 'returned',
    decide: 'decided',
    recalculate: 'assigned',
    deadline_approaching: 'assigned',
    deadline_passed: 'assigned',
    progress_due: 'assigned',
    never_opened: 'assigned',
    notice_failed: 'assigned',
    hold: 'assigned',
  },
  in_process: {
    withdraw: 'withdrawn',
    request_progress: 'in_process',
    open: 'in_process',
    reassign: 'assigned',
    involve: 'in_process',
    request_supplement: 'supplement_requested',
    request_resend: 'supplement_requested',
    suspend: 'suspended',
    extend: 'in_process',
    transfer: 'registered',
    return_to_sender: 'returned',
    decide: 'decided',
    recalculate: 'in_process',
    deadline_approaching: 'in_process',
    deadline_passed: 'in_process',
    progress_due: 'in_process',
    never_opened: 'in_process',
    notice_failed: 'in_process',
    hold: 'in_process',
  },
  supplement_requested: {
    withdraw: 'withdrawn',
    supplement: 'in_process',
    request_supplement_extension: 'supplement_requested',
    request_progress: 'supplement_requested',
    open: 'supplement_requested',
    recalculate: 'supplement_requested',
    supplement_missed: 'supplement_requested',
    progress_due: 'supplement_requested',
    notice_failed: 'supplement_requested',
    hold: 'supplement_requested',
  },
  suspended: {
    withdraw: 'withdrawn',
    request_progress: 'suspended',
    open: 'suspended',
    resume: 'in_process',
    progress_due: 'suspended',
    notice_failed: 'suspended',
    hold: 'suspended',
  },
  decided: {
    close: 'closed',
    open: 'decided',
    acknowledge: 'decided',
    notice_failed: 'decided',
    hold: 'decided',
  },
  closed: {
    open: 'closed',
    acknowledge: 'closed',
    correct: 'closed',
    never_read: 'closed',
    notice_failed: 'closed',
    hold: 'closed',
    disposal_due: 'closed',
  },
  returned: { notice_failed: 'returned', hold: 'returned', disposal_due: 'returned' },
  withdrawn: { notice_failed: 'withdrawn', hold: 'withdrawn', disposal_due: 'withdrawn' },
  expired: { notice_failed: 'expired', hold: 'expired', disposal_due: 'expired' },
};

/** A command of each kind with values that fit a submission of `inState`. */
const commandOf = (kind: CommandKind, pick = 0): Command => {
  switch (kind) {
    case 'assign':
    case 'reassign':
      return { kind, handler: 'somebody' };
    case 'involve':
    case 'contribute':
    case 'transfer':
      return { kind, office: ['elsewhere', 'otherwhere'][pick % 2] ?? '' };
    case 'decide':
      return { kind, outcome: 'granted', approvals: pick % 3 };
    case 'approve':
      return { kind, outcome: 'granted' };
    case 'recalculate':
      return { kind, due: pick % 2 === 0 ? 'ahead' : 'past' };
    case 'notice_failed':
      return { kind, about: pick % 2 === 0 ? 'supplement' : 'other' };
    case 'hold':
    case 'release_hold':
      return { kind, hold: ['a', 'b'][pick % 2] ?? '' };
    case 'review_disposal':
      return { kind, decision: DISPOSAL_DECISIONS[pick % 3] ?? 'keep' };
    case 'never_opened':
    case 'never_assigned':
    case 'still_overdue':
    case 'never_read':
      return { kind, step: 1 + (pick % 3) };
    default:
      return { kind } as Command;
  }
};

const inState = (state: State): Submission => ({
  ...DRAFT,
  state,
  clock: 'running',
  outcome: state === 'decided' || state === 'closed' ? 'granted' : null,
  supplementRound: state === 'supplement_requested' ? 1 : 0,
});

/** Every date there can be. */
const DATES: Dates = {
  remindAt: new Date(1),
  dueAt: new Date(2),
  supplementDueAt: new Date(3),
  progressAt: new Date(4),
  disposeAt: new Date(5),
  watches: SILENCES.flatMap((silence) =>
    [1, 2, 3].map((step) => ({ silence, step, at: new Date(step).toISOString(), tell: 'parent' as const })),
  ),
};

/** Carries out what must be possible. */
function walk(from: Submission, ...commands: Command[]): { submission: Submission; events: string[] } {
  let submission = from;
  const events: string[] = [];
  for (const command of commands) {
    const applied = apply(submission, command);
    if (!applied.ok) throw new Error(`${command.kind} is refused in ${submission.state}`);
    submission = applied.submission;
    events.push(...applied.events);
  }
  return { submission, events };
}

describe('the state machine', () => {
  for (const state of STATES) {
    for (const kind of COMMAND_KINDS) {
      const target = EXPECTED[state][kind];
      it(`${state}: ${kind} ${target === undefined ? 'is refused' : `leads to ${target}`}`, () => {
        const before = inState(state);
        const applied = apply(before, commandOf(kind));
        if (target === undefined) {
          expect(applied).toEqual({
            ok: false,
            refusal: 'command.not_allowed_in_state',
            state,
            allowed: allowedCommands(before),
          });
        } else {
          expect(applied).toMatchObject({ ok: true, submission: { state: target } });
        }
        expect(allowedCommands(before).includes(kind)).toBe(target !== undefined);
      });
    }
  }

  it('lets a reply be acknowledged once, after closing too', () => {
    const closed = inState('closed');
    const once = apply(closed, { kind: 'acknowledge' });
    expect(once).toMatchObject({ ok: true, submission: { replyRead: true }, events: ['ReplyRead'] });
    if (once.ok) expect(apply(once.submission, { kind: 'acknowledge' }).ok).toBe(false);
  });

  it('names the first opening a handover and every later one an access', () => {
    const first = apply(inState('registered'), { kind: 'open' });
    expect(first).toMatchObject({ ok: true, events: ['ContentHandover'] });
    if (first.ok)
      expect(apply(first.submission, { kind: 'open' })).toMatchObject({ events: ['ContentAccessTracking'] });
  });

  it('passes a deadline once, and reminds of it only before', () => {
    const passed = apply(inState('registered'), { kind: 'deadline_passed' });
    expect(passed.ok).toBe(true);
    if (!passed.ok) return;
    expect(apply(passed.submission, { kind: 'deadline_passed' }).ok).toBe(false);
    expect(apply(passed.submission, { kind: 'deadline_approaching' }).ok).toBe(false);
  });

  it('asks twice for a supplement and then expires', () => {
    const asked = walk(inState('in_process'), { kind: 'request_supplement' });
    expect(asked.events).toEqual(['SupplementRequested', 'ClockSuspended']);
    const missed = walk(asked.submission, { kind: 'supplement_missed' });
    expect(missed).toMatchObject({
      submission: { state: 'supplement_requested', supplementRound: 2 },
      events: ['SupplementMissed', 'SupplementRequested'],
    });
    expect(walk(missed.submission, { kind: 'supplement_missed' })).toMatchObject({
      submission: { state: 'expired', clock: 'none' },
      events: ['SupplementMissed', 'Expired'],
    });
  });

  it('gives the party more time for a supplement twice, and anew for another gap', () => {
    const more: Command = { kind: 'request_supplement_extension' };
    const twice = walk(inState('in_process'), { kind: 'request_supplement' }, more, more).submission;
    expect(apply(twice, more).ok).toBe(false);
    const anew = walk(twice, { kind: 'supplement' }, { kind: 'request_resend' }).submission;
    expect(apply(anew, more).ok).toBe(true);
  });

  it('closes when two requests for a supplement could not be delivered, each counted once', () => {
    const failed: Command = { kind: 'notice_failed', about: 'supplement' };
    const first = walk(inState('in_process'), { kind: 'request_supplement' }, failed, failed);
    expect(first.submission).toMatchObject({ state: 'supplement_requested', supplementUndelivered: 1 });
    const second = walk(first.submission, { kind: 'supplement_missed' }, failed);
    expect(second.submission).toMatchObject({ state: 'closed', outcome: null, clock: 'none' });
    expect(second.events.slice(-2)).toEqual(['ConsignmentNotificationFailure', 'ClosedUndeliverable']);
    expect(allowedCommands(second.submission)).toEqual(['open', 'hold', 'notice_failed', 'disposal_due']);
  });

  it('extends once for each office, and never what has passed', () => {
    const extended = walk(inState('registered'), { kind: 'extend' }).submission;
    expect(apply(extended, { kind: 'extend' }).ok).toBe(false);
    const elsewhere = walk(extended, { kind: 'transfer', office: 'elsewhere' }).submission;
    expect(elsewhere).toMatchObject({ state: 'registered', leg: 2, handler: null, opened: false });
    expect(apply(elsewhere, { kind: 'extend' }).ok).toBe(true);
    expect(apply({ ...inState('registered'), clock: 'passed' }, { kind: 'extend' }).ok).toBe(false);
  });

  it('lets a drafted decision stand when everybody in its line agreed, and nothing overtake it', () => {
    const drafted = walk(inState('in_process'), { kind: 'decide', outcome: 'refused', approvals: 2 });
    expect(drafted).toMatchObject({
      submission: { state: 'in_process', outcome: null, approvals: 2 },
      events: ['DecisionDrafted'],
    });
    for (const kind of ['decide', 'transfer', 'suspend', 'request_supplement', 'return_to_sender'] as const)
      expect(apply(drafted.submission, commandOf(kind)).ok).toBe(false);
    const agreed = walk(drafted.submission, { kind: 'approve', outcome: 'refused' });
    expect(agreed).toMatchObject({ submission: { approvals: 1 }, events: ['DecisionApproved'] });
    expect(walk(agreed.submission, { kind: 'approve', outcome: 'refused' })).toMatchObject({
      submission: { state: 'decided', outcome: 'refused', approvals: 0 },
      events: ['DecisionApproved', 'DecisionRecorded'],
    });
    const sentBack = walk(agreed.submission, { kind: 'send_back' });
    expect(sentBack).toMatchObject({ submission: { state: 'in_process', approvals: 0 } });
    expect(apply(sentBack.submission, commandOf('decide')).ok).toBe(true);
  });

  it('has each unit that was asked contribute once', () => {
    const asked = walk(
      inState('registered'),
      { kind: 'involve', office: 'a' },
      { kind: 'involve', office: 'b' },
    );
    expect(apply(asked.submission, { kind: 'involve', office: 'a' }).ok).toBe(false);
    const given = walk(asked.submission, { kind: 'contribute', office: 'a' }).submission;
    expect(given.involved).toEqual(['b']);
    expect(apply(given, { kind: 'contribute', office: 'a' }).ok).toBe(false);
  });

  it('tells each step of a silence once and in order, while it lasts', () => {
    const unread = inState('closed');
    expect(apply(unread, { kind: 'never_read', step: 2 }).ok).toBe(false);
    const told = walk(unread, { kind: 'never_read', step: 1 }).submission;
    expect(apply(told, { kind: 'never_read', step: 1 }).ok).toBe(false);
    expect(apply(told, { kind: 'never_read', step: 2 }).ok).toBe(true);
    const read = walk(told, { kind: 'acknowledge' }).submission;
    expect(apply(read, { kind: 'never_read', step: 2 }).ok).toBe(false);
  });

  it('lets a corrected decision be acknowledged anew', () => {
    const read = walk(inState('closed'), { kind: 'acknowledge' }).submission;
    const corrected = walk(read, { kind: 'correct' });
    expect(corrected.events).toEqual(['DecisionCorrected', 'ContentConsignment']);
    expect(corrected.submission).toMatchObject({ state: 'closed', outcome: 'granted', replyRead: false });
  });

  it('disposes of a record in steps, and stops at a hold until the last one is released', () => {
    const due = walk(inState('closed'), { kind: 'disposal_due' });
    expect(due).toMatchObject({ submission: { disposal: 'due' }, events: ['DisposalDue'] });
    const approved = walk(due.submission, { kind: 'review_disposal', decision: 'destroy' }).submission;
    const held = walk(approved, { kind: 'hold', hold: 'a' }, { kind: 'hold', hold: 'b' }).submission;
    expect(apply(held, { kind: 'hold', hold: 'a' }).ok).toBe(false);
    expect(apply(held, { kind: 'begin_disposal' }).ok).toBe(false);
    const one = walk(held, { kind: 'release_hold', hold: 'a' }).submission;
    expect(apply(one, { kind: 'begin_disposal' }).ok).toBe(false);
    const free = walk(one, { kind: 'release_hold', hold: 'b' }).submission;
    const begun = walk(free, { kind: 'begin_disposal' }).submission;
    expect(apply(begun, { kind: 'hold', hold: 'c' }).ok).toBe(false);
    expect(apply(begun, { kind: 'correct' }).ok).toBe(false);
    const done = walk(begun, { kind: 'dispose' });
    expect(done).toMatchObject({ submission: { state: 'closed', disposal: 'done' }, events: ['Disposed'] });
    for (const kind of ['dispose', 'disposal_due', 'hold', 'review_disposal', 'correct'] as const)
      expect(apply(done.submission, commandOf(kind)).ok).toBe(false);
  });

  it('keeps a record on, or gives it to an archive before anything is destroyed', () => {
    const due = walk(inState('expired'), { kind: 'disposal_due' }).submission;
    const kept = walk(due, { kind: 'review_disposal', decision: 'keep' }).submission;
    expect(kept.disposal).toBe('none');
    const again = walk(kept, { kind: 'disposal_due' }).submission;
    const going = walk(again, { kind: 'review_disposal', decision: 'transfer' }).submission;
    expect(apply(going, { kind: 'begin_disposal' }).ok).toBe(false);
    expect(walk(going, { kind: 'confirm_transfer' }, { kind: 'begin_disposal' }).events).toEqual([
      'RecordTransferred',
      'DisposalBegun',
    ]);
  });

  it('keeps its promises on random walks from a draft', () => {
    const step = fc.tuple(fc.constantFrom(...COMMAND_KINDS), fc.nat(5));
    // Refused steps are as good as none, so most walks are led: one in three picks among what is allowed.
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        let now: Submission = DRAFT;
        let ends = 0;
        for (const [index, [kind, pick]] of steps.entries()) {
          const allowed = allowedCommands(now);
          const chosen = index % 3 === 0 ? (allowed[pick % allowed.length] ?? kind) : kind;
          const applied = apply(now, commandOf(chosen, pick));
          if (!applied.ok) continue;
          expect(allowed).toContain(chosen);
          expect(applied.events.length).toBeGreaterThan(0);
          for (const event of applied.events) expect(Object.keys(EVIDENCE_EVENTS)).toContain(event);
          expect(new Set(applied.events).size).toBe(applied.events.length);
          const after = applied.submission;
          if (isTerminal(after.state) && !isTerminal(now.state)) ends += 1;
          if (isTerminal(now.state)) expect(after.state).toBe(now.state);
          // The clock is moved by what moves it, never while it stands still.
          if (CLOCK_STOPPED.includes(now.state) && CLOCK_STOPPED.includes(after.state))
            expect(after.clock).toBe(now.clock);
          if (![...CLOCK_RUNS, ...CLOCK_STOPPED].includes(after.state)) expect(after.clock).toBe('none');
          expect(after.supplementRound > 0).toBe(after.state === 'supplement_requested');
          expect(after.supplementExtensions).toBeLessThanOrEqual(2);
          expect(after.leg).toBeGreaterThanOrEqual(now.leg);
          // What time is to do next can be done: a workflow never wakes for what the machine refuses.
          for (const item of agenda(after, DATES))
            expect(
              apply(after, 'step' in item ? { kind: item.kind, step: item.step } : { kind: item.kind }).ok,
            ).toBe(true);
          now = after;
        }
        expect(ends).toBeLessThanOrEqual(1);
      }),
      { numRuns: 10_000 },
    );
  });
});

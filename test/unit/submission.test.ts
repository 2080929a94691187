import fc from 'fast-check';
import { EVIDENCE_EVENTS } from '../../domain/evidence';
import {
  allowedCommands,
  apply,
  CLOCK_RUNS,
  COMMAND_KINDS,
  type Command,
  type CommandKind,
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
    open: 'registered',
    assign: 'assigned',
    return_to_sender: 'returned',
    decide: 'decided',
    deadline_approaching: 'registered',
    deadline_passed: 'registered',
    notice_failed: 'registered',
  },
  assigned: {
    withdraw: 'withdrawn',
    open: 'in_process',
    reassign: 'assigned',
    return_to_sender: 'returned',
    decide: 'decided',
    deadline_approaching: 'assigned',
    deadline_passed: 'assigned',
    notice_failed: 'assigned',
  },
  in_process: {
    withdraw: 'withdrawn',
    open: 'in_process',
    reassign: 'assigned',
    return_to_sender: 'returned',
    decide: 'decided',
    deadline_approaching: 'in_process',
    deadline_passed: 'in_process',
    notice_failed: 'in_process',
  },
  supplement_requested: {
    withdraw: 'withdrawn',
    open: 'supplement_requested',
    notice_failed: 'supplement_requested',
  },
  suspended: { withdraw: 'withdrawn', open: 'suspended', notice_failed: 'suspended' },
  decided: { close: 'closed', open: 'decided', acknowledge: 'decided', notice_failed: 'decided' },
  closed: { open: 'closed', acknowledge: 'closed', notice_failed: 'closed' },
  returned: { notice_failed: 'returned' },
  withdrawn: { notice_failed: 'withdrawn' },
  expired: { notice_failed: 'expired' },
};

const commandOf = (kind: CommandKind): Command => {
  if (kind === 'assign' || kind === 'reassign') return { kind, handler: 'somebody' };
  if (kind === 'decide') return { kind, outcome: 'granted' };
  return { kind };
};

const inState = (state: State): Submission => ({ ...DRAFT, state, clock: 'running' });

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

  it('keeps its promises on random walks from a draft', () => {
    const walk = fc.array(fc.constantFrom(...COMMAND_KINDS), { maxLength: 40 });
    fc.assert(
      fc.property(walk, (kinds) => {
        let now: Submission = DRAFT;
        let ends = 0;
        for (const kind of kinds) {
          const applied = apply(now, commandOf(kind));
          if (!applied.ok) {
            expect(applied.allowed).not.toContain(kind);
            continue;
          }
          expect(applied.events.length).toBeGreaterThan(0);
          for (const event of applied.events) expect(Object.keys(EVIDENCE_EVENTS)).toContain(event);
          if (isTerminal(applied.submission.state) && !isTerminal(now.state)) ends += 1;
          if (isTerminal(now.state)) expect(applied.submission.state).toBe(now.state);
          now = applied.submission;
          if (!CLOCK_RUNS.includes(now.state)) expect(now.clock).toBe('none');
        }
        expect(ends).toBeLessThanOrEqual(1);
      }),
      { numRuns: 2_000 },
    );
  });
});

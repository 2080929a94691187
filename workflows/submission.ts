import {
  ApplicationFailure,
  CancellationScope,
  condition,
  continueAsNew,
  isCancellation,
  proxyActivities,
  proxyLocalActivities,
  setDefaultSignalHandler,
  setHandler,
  sleep,
  workflowInfo,
} from '@temporalio/workflow';
import type { Activities } from '../activities';
import type { Snapshot } from '../activities/snapshot';
import type { Validated } from '../activities/validate-submission';
import { isTerminal, type State } from '../domain/submission';
import { commandsExist, type ProcedureAnswer, procedure, type Step, submissionIdOf } from './messages';

interface Now {
  step: Step;
  state: State | null;
  lastAppliedSeq: number;
  /** Rows are known to wait for their turn. */
  pending: boolean;
  /** Somebody said that rows exist; true until the rows were read again. */
  hinted: boolean;
  nextDueAt: string | null;
  /** The instant whose timer has fired. */
  rung: string | null;
  onFallback: boolean;
}

/**
 * The procedure of one submission (design §2). It can start at any moment of a submission's life, for the rows are
 * the truth: it loads them, carries out what waits, and ends when nothing is left to do.
 */
export async function submission(): Promise<void> {
  const submissionId = submissionIdOf(workflowInfo().workflowId);
  if (submissionId === undefined)
    throw ApplicationFailure.nonRetryable('not a submission', 'ForeignWorkflowId');
  const now = listen();
  const clock = alarm(now);

  const validated = await take(now, 'validating', 'Load the rows; validate, route, register', (act) =>
    act.validateSubmission({ submissionId, at: instant() }),
  );
  if (now.state === 'accepted') await admit(submissionId, now, validated);

  for (;;) {
    await applyWaiting(submissionId, now);
    if (now.state === 'decided') {
      // Only where something had to come between a decision and its delivery.
      await take(now, 'delivering', 'Deliver the reply, issue receipts, close', (act) =>
        act.deliverReply({ submissionId, at: instant() }),
      );
      continue;
    }
    if (now.hinted || now.pending) continue;
    if (now.state !== null && isTerminal(now.state)) {
      // A closed submission keeps no workflow: it was started because something falls due (a reply never read).
      if (now.nextDueAt === null || Date.parse(now.nextDueAt) > Date.now()) break;
      await passDeadline(submissionId, now, now.nextDueAt);
      continue;
    }
    if (workflowInfo().continueAsNewSuggested) await continueAsNew<typeof submission>();

    now.step = 'waiting';
    clock.set(now.nextDueAt);
    await condition(() => now.hinted || now.rung !== null);
    if (now.rung !== null) {
      const rungFor = now.rung;
      now.rung = null;
      await passDeadline(submissionId, now, rungFor);
    }
  }
  now.step = 'ended';
}

/**
 * Runs that began before registering was one step with validating: register with the office that the form's rule names;
 * or reject, with the reasons as codes.
 */
async function admit(submissionId: string, now: Now, validated: Validated): Promise<void> {
  const { office, problems } =
    'office' in validated ? validated : await routeApart(submissionId, now, validated);
  if (office === null) {
    await take(now, 'registering', 'Reject', (act) =>
      act.rejectSubmission({ submissionId, problems, at: instant() }),
    );
  } else {
    await take(now, 'registering', 'Register', (act) =>
      act.registerRecord({ submissionId, office, at: instant() }),
    );
  }
}

/** Runs that began before validating and routing were one step have the office from a step of its own. */
async function routeApart(submissionId: string, now: Now, { problems }: { problems: string[] }) {
  now.step = 'routing';
  const routed = await step(now, 'Route', (act) => act.routeSubmission({ submissionId }));
  const all = [...problems, ...routed.problems];
  return { office: all.length > 0 ? null : routed.office, problems: all };
}

async function passDeadline(submissionId: string, now: Now, rungFor: string): Promise<void> {
  await take(now, 'applying', 'Deadline', (act) =>
    act.passDeadline({ submissionId, rungFor, at: instant(), after: now.lastAppliedSeq }),
  );
}

/** Applies what waits, strictly by number, until a read finds nothing more. */
async function applyWaiting(submissionId: string, now: Now): Promise<void> {
  while (now.hinted || now.pending) {
    await take(now, 'applying', 'Apply the next command; deliver what it decides', (act) =>
      act.applyCommand({ submissionId, after: now.lastAppliedSeq, at: instant() }),
    );
  }
}

function listen(): Now {
  const now: Now = {
    step: 'loading',
    state: null,
    lastAppliedSeq: 0,
    pending: false,
    hinted: false,
    nextDueAt: null,
    rung: null,
    onFallback: false,
  };
  setHandler(commandsExist, (n) => {
    if (Number.isSafeInteger(n) && n > now.lastAppliedSeq) now.hinted = true;
  });
  // A signal of another name would be kept in memory for a handler that never comes.
  setDefaultSignalHandler(() => {});
  setHandler(procedure, () => answer(now));
  return now;
}

function answer(now: Now): ProcedureAnswer {
  const waiting = now.nextDueAt === null ? 'command' : 'command_or_deadline';
  return {
    step: now.step,
    state: now.state,
    lastAppliedSeq: now.lastAppliedSeq,
    waitsFor: now.onFallback ? 'database' : now.step === 'waiting' ? waiting : null,
    nextTimer: now.step === 'waiting' ? now.nextDueAt : null,
    build: workflowInfo().currentBuildId ?? 'unversioned',
  };
}

/** One timer for the next deadline; set again only when the instant moved. */
function alarm(now: Now): { set(at: string | null): void } {
  let armedFor: string | null = null;
  let scope: CancellationScope | undefined;
  return {
    set(at) {
      if (at === armedFor) return;
      scope?.cancel();
      armedFor = at;
      if (at === null) return;
      scope = new CancellationScope();
      void scope
        .run(() => sleep(Math.max(1, Date.parse(at) - Date.now())))
        .then(() => {
          armedFor = null;
          now.rung = at;
        })
        .catch((error: unknown) => {
          if (!isCancellation(error)) throw error;
        });
    },
  };
}

const instant = (): string => new Date(Date.now()).toISOString();

async function take<T extends Snapshot>(
  now: Now,
  name: Step,
  summary: string,
  run: (act: Activities) => Promise<T>,
): Promise<T> {
  now.step = name;
  // The step reads the rows to the end; a hint that comes while it runs is a new one.
  now.hinted = false;
  const snapshot = await step(now, summary, run);
  now.state = snapshot.state;
  now.lastAppliedSeq = snapshot.lastAppliedSeq;
  now.pending = snapshot.pending;
  now.nextDueAt = snapshot.nextDueAt;
  return snapshot;
}

/**
 * A short database step as a local activity; when the database is away, as a remote one that waits with back-off, so
 * that an outage adds a handful of events and no more.
 */
async function step<T>(now: Now, summary: string, run: (act: Activities) => Promise<T>): Promise<T> {
  try {
    return await run(
      proxyLocalActivities<Activities>({
        summary,
        startToCloseTimeout: '3s',
        retry: { maximumAttempts: 2, initialInterval: '250ms' },
      }),
    );
  } catch (error) {
    if (isCancellation(error)) throw error;
    now.onFallback = true;
    const result = await run(
      proxyActivities<Activities>({
        summary,
        startToCloseTimeout: '30s',
        retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '30s' },
      }),
    );
    now.onFallback = false;
    return result;
  }
}

import { proxySinks, type Sinks, type WorkflowInterceptorsFactory } from '@temporalio/workflow';

/** What the workflow's code decided to do next, in the order in which it did. */
export interface Decision {
  kind: 'local_step' | 'remote_step' | 'timer' | 'continued' | 'ended' | 'failed';
  /** The activity's name; empty for what is none. */
  name: string;
  /** What the step is asked; null for what is no step. */
  asked: unknown;
  /** How long a timer waits; 0 for what is none. */
  ms: number;
}

export interface WitnessSinks extends Sinks {
  witness: { decided(decision: Decision): void };
}

const { witness } = proxySinks<WitnessSinks>();

/**
 * Tells outside what the code decides while a history is replayed. The engine's own comparison knows the names of steps
 * and not what they are asked, nor how long a timer waits. Only in the bundle that the auditor replays with.
 */
export const interceptors: WorkflowInterceptorsFactory = () => ({
  inbound: [
    {
      async execute(input, next) {
        try {
          const result = await next(input);
          witness.decided({ kind: 'ended', name: '', asked: null, ms: 0 });
          return result;
        } catch (error) {
          const kind = error instanceof Error && error.name === 'ContinueAsNew' ? 'continued' : 'failed';
          witness.decided({ kind, name: '', asked: null, ms: 0 });
          throw error;
        }
      },
    },
  ],
  outbound: [
    {
      scheduleLocalActivity(input, next) {
        witness.decided({
          kind: 'local_step',
          name: input.activityType,
          asked: input.args[0] ?? null,
          ms: 0,
        });
        return next(input);
      },
      scheduleActivity(input, next) {
        witness.decided({
          kind: 'remote_step',
          name: input.activityType,
          asked: input.args[0] ?? null,
          ms: 0,
        });
        return next(input);
      },
      startTimer(input, next) {
        witness.decided({ kind: 'timer', name: '', asked: null, ms: input.durationMs });
        return next(input);
      },
    },
  ],
});

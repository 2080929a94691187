import { defineQuery, defineSignal } from '@temporalio/workflow';
import type { State } from '../domain/submission';

/** The workflow types: the names of the exported functions. */
export const SUBMISSION_WORKFLOW = 'submission';
export const RECALCULATION_WORKFLOW = 'recalculation';
export const BATCH_WORKFLOW = 'batch';
export const EXPORT_WORKFLOW = 'partyExport';
export const DISPATCH_WORKFLOW = 'dispatch';

/** By the first word of the workflow's id: whose workflow is of which type. */
export const WORKFLOW_TYPES = {
  submission: SUBMISSION_WORKFLOW,
  recalculation: RECALCULATION_WORKFLOW,
  batch: BATCH_WORKFLOW,
  export: EXPORT_WORKFLOW,
  dispatch: DISPATCH_WORKFLOW,
} as const;
export type Owner = keyof typeof WORKFLOW_TYPES;

export interface Queues {
  submissions: string;
  notices: string;
  webhooks: string;
}

/** Two installations that share an engine keep apart by the prefix. */
export function queues(prefix: string): Queues {
  return {
    submissions: `${prefix}-submissions`,
    notices: `${prefix}-notices`,
    webhooks: `${prefix}-webhooks`,
  };
}

/** The queue for what must not hold up a submission, of the installation whose queue of submissions it is. */
export const noticesBeside = (submissions: string): string => submissions.replace(/submissions$/, 'notices');

export const workflowIdOf = (submissionId: string): string => `submission:${submissionId}`;

export const noticeActivityIdOf = (noticeId: string): string => `notice:${noticeId}`;

export const batchWorkflowIdOf = (batchId: string): string => `batch:${batchId}`;

export const webhookActivityIdOf = (deliveryId: string): string => `webhook:${deliveryId}`;

export const mailActivityIdOf = (mailId: string): string => `mail:${mailId}`;

export const recalculationWorkflowIdOf = (recalculationId: string): string =>
  `recalculation:${recalculationId}`;

export const exportWorkflowIdOf = (exportId: string): string => `export:${exportId}`;

export const dispatchWorkflowIdOf = (documentId: string): string => `dispatch:${documentId}`;

/** @returns undefined for an id that none of ours can have: a run started by somebody else */
export const submissionIdOf = (workflowId: string): string | undefined => uuidIn(workflowId, 'submission');
export const recalculationIdOf = (workflowId: string): string | undefined =>
  uuidIn(workflowId, 'recalculation');
export const batchIdOf = (workflowId: string): string | undefined => uuidIn(workflowId, 'batch');
export const exportIdOf = (workflowId: string): string | undefined => uuidIn(workflowId, 'export');
export const dispatchIdOf = (workflowId: string): string | undefined => uuidIn(workflowId, 'dispatch');

function uuidIn(workflowId: string, kind: Owner): string | undefined {
  const [, found, uuid] =
    /^([a-z]+):([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/.exec(workflowId) ?? [];
  return found === kind ? uuid : undefined;
}

/** The one message: rows exist up to this number. A hint, never an authorisation (design §3). */
export const commandsExist = defineSignal<[number]>('commandsExist');

export type Step =
  | 'loading'
  | 'validating'
  | 'routing'
  | 'registering'
  | 'applying'
  | 'delivering'
  | 'waiting'
  | 'ended';

/** What an auditor or operator is told of a running procedure. */
export interface ProcedureAnswer {
  step: Step;
  state: State | null;
  lastAppliedSeq: number;
  waitsFor: 'command' | 'command_or_deadline' | 'database' | null;
  /** RFC 3339 instant of the next timer. */
  nextTimer: string | null;
  /** Which build of the worker answered. */
  build: string;
}

export const procedure = defineQuery<ProcedureAnswer>('procedure');

/** What makes the engine know of rows whatever became of the run: a signal that starts the workflow where none runs. */
export function tellOrStart(names: Queues, submissionId: string, seq: number) {
  return {
    workflowId: workflowIdOf(submissionId),
    taskQueue: names.submissions,
    workflowIdReusePolicy: 'ALLOW_DUPLICATE',
    signal: commandsExist,
    signalArgs: [seq] as [number],
  } as const;
}

/**
 * Every place between two effects of which a process may do the first and not the second: it dies there, hangs, or fails.
 * test/unit/failpoints.test.ts holds this list against the code, test/faults/failpoints.test.ts goes through all of it.
 */
export const FAILPOINTS = [
  'act.committed',
  'submission.committed',
  'answer.due',
  'upload.stored',
  'draft.ended',
  'draft.keys_destroyed',
  'receipt.stored',
  'command.signalled',
  'command.relayed',
  'step.committed',
  'notices.grouped',
  'notices.started',
  'mail.sent',
  'direct_mail.sent',
  'direct_mail.settled',
  'webhook.sent',
  'export.stored',
  'batch.line_submitted',
  'content.keys_destroyed',
  'log.grown',
  'history.kept',
] as const;

export type Failpoint = (typeof FAILPOINTS)[number];

let armed: ((name: Failpoint) => Promise<void> | undefined) | undefined;

/** Nothing at all, unless this process was started to fail here (`FAILPOINTS`, refused in production). */
export function failpoint(name: Failpoint): Promise<void> | undefined {
  return armed?.(name);
}

export function armFailpoints(act: typeof armed): void {
  armed = act;
}

import { acknowledgeReply } from './acknowledge-reply';
import { assignSubmission } from './assign-submission';
import { decideSubmission } from './decide-submission';
import { delegateRoles } from './delegate-roles';
import type { Deps } from './deps';
import { identifyPerson } from './identify-person';
import { listDeskViews, removeDeskView, saveDeskView } from './keep-desk-views';
import { listDelegations } from './list-delegations';
import { listForms, readForm, readFormVersions } from './list-forms';
import { listOffices, readOffice } from './list-offices';
import { auditSubmissions, listSubmissions } from './list-submissions';
import { openSubmission } from './open-submission';
import { printReceipt } from './print-receipt';
import { publishForm } from './publish-form';
import { readAccesses, readCommands, readNotices, readRegister } from './read-audit-trail';
import { describeAct, readCommand } from './read-command';
import { downloadAttachment, readContent } from './read-content';
import { readDecision } from './read-decision';
import { readDesk } from './read-desk';
import { readHistory, readProcedure } from './read-procedure';
import { checkEvidence, listReceipts, readReceipt } from './read-receipts';
import { readSubmission } from './read-submission';
import { returnSubmission } from './return-submission';
import { revokeDelegation } from './revoke-delegation';
import { submitDocument } from './submit-document';
import { ownFile, uploadFile } from './upload-file';
import { withdrawDocument } from './withdraw-document';

const USE_CASES = {
  acknowledgeReply,
  assignSubmission,
  auditSubmissions,
  checkEvidence,
  decideSubmission,
  delegateRoles,
  describeAct,
  downloadAttachment,
  identifyPerson,
  listDelegations,
  listDeskViews,
  listForms,
  listOffices,
  listReceipts,
  listSubmissions,
  openSubmission,
  ownFile,
  printReceipt,
  publishForm,
  readAccesses,
  readCommand,
  readCommands,
  readContent,
  readDecision,
  readDesk,
  readForm,
  readFormVersions,
  readHistory,
  readNotices,
  readOffice,
  readProcedure,
  readReceipt,
  readRegister,
  readSubmission,
  removeDeskView,
  returnSubmission,
  revokeDelegation,
  saveDeskView,
  submitDocument,
  uploadFile,
  withdrawDocument,
};

type Bound<F> = F extends (deps: never, ...rest: infer A) => infer R ? (...rest: A) => R : never;

/** Every use case with its dependencies in place; what is left is who asks for what. */
export type UseCases = { [Name in keyof typeof USE_CASES]: Bound<(typeof USE_CASES)[Name]> };

export function createUseCases(deps: Deps): UseCases {
  const useCases: Record<string, (deps: Deps, ...rest: never[]) => unknown> = USE_CASES;
  const bound = Object.entries(useCases).map(([name, useCase]) => [
    name,
    (...rest: never[]) => useCase(deps, ...rest),
  ]);
  return Object.fromEntries(bound);
}

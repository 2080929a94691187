import { acknowledgeReply } from './acknowledge-reply';
import { answerSurvey } from './answer-survey';
import { approveDecision, sendBackDecision } from './approve-decision';
import { assignSubmission } from './assign-submission';
import { bundleSubmission } from './bundle-submission';
import { checkHistory } from './check-history';
import { confirmFiling } from './confirm-filing';
import { confirmTransfer } from './confirm-transfer';
import { correctDecision } from './correct-decision';
import { decideSubmission } from './decide-submission';
import { declareHoliday, readCalendar } from './declare-holiday';
import { delegateRoles } from './delegate-roles';
import type { Deps } from './deps';
import { downloadExport, exportOwn, listExports, readExport } from './export-own';
import { holdRecord, releaseHold } from './hold-record';
import { identifyPerson } from './identify-person';
import { contributeToSubmission, involveUnit } from './involve-unit';
import { keepCosignature } from './keep-cosignature';
import { listDeskViews, removeDeskView, saveDeskView } from './keep-desk-views';
import { linkSubmissions, readLinks } from './link-submissions';
import { listDelegations } from './list-delegations';
import { listDisposals } from './list-disposals';
import { listForms, readForm, readFormVersions } from './list-forms';
import { listOffices, readOffice } from './list-offices';
import { listReaders } from './list-readers';
import { auditSubmissions, listSubmissions } from './list-submissions';
import { handleSurveyAnswer, listSurveyAnswers } from './list-survey-answers';
import { extendDeadline, resumeSubmission, suspendSubmission } from './move-deadline';
import { openSubmission } from './open-submission';
import { packageRecord } from './package-record';
import { printReceipt } from './print-receipt';
import { publishForm } from './publish-form';
import { readAccesses, readCommands, readNotices, readRegister } from './read-audit-trail';
import { describeAct, readCommand } from './read-command';
import { downloadAttachment, readContent } from './read-content';
import { readDecision } from './read-decision';
import { readDesk } from './read-desk';
import { readFilings } from './read-filings';
import { readHistory } from './read-history';
import {
  proveConsistency,
  proveInclusion,
  readCheckpoint,
  readCheckpoints,
  readLatestNote,
  readLeaves,
} from './read-log';
import { readProcedure } from './read-procedure';
import { readProof } from './read-proof';
import { readReceiptBundle } from './read-receipt-bundle';
import { checkEvidence, listReceipts, readReceipt } from './read-receipts';
import { readStatistics, readStatisticsTable } from './read-statistics';
import { readSubmission } from './read-submission';
import { readTimeline } from './read-timeline';
import { readVersions } from './read-versions';
import { requestProgress } from './request-progress';
import { requestResend, requestSupplement } from './request-supplement';
import { returnSubmission } from './return-submission';
import { reviewDisposal } from './review-disposal';
import { revokeDelegation } from './revoke-delegation';
import { readLadder, setLadder } from './set-ladder';
import { readReaderPolicy, setReaderPolicy } from './set-reader-policy';
import { submitDocument } from './submit-document';
import { extendSupplement, supplementDocument } from './supplement-document';
import { takeInDocument } from './take-in-document';
import { transferSubmission } from './transfer-submission';
import { ownFile, uploadFile } from './upload-file';
import { verifyFile } from './verify-file';
import { withdrawDocument } from './withdraw-document';
import { readNotes, writeNote } from './write-note';

const USE_CASES = {
  acknowledgeReply,
  answerSurvey,
  approveDecision,
  assignSubmission,
  auditSubmissions,
  bundleSubmission,
  checkEvidence,
  checkHistory,
  confirmFiling,
  confirmTransfer,
  contributeToSubmission,
  correctDecision,
  decideSubmission,
  declareHoliday,
  delegateRoles,
  describeAct,
  downloadAttachment,
  downloadExport,
  exportOwn,
  extendDeadline,
  extendSupplement,
  handleSurveyAnswer,
  holdRecord,
  identifyPerson,
  involveUnit,
  keepCosignature,
  linkSubmissions,
  listDelegations,
  listDeskViews,
  listDisposals,
  listExports,
  listForms,
  listOffices,
  listReaders,
  listReceipts,
  listSubmissions,
  listSurveyAnswers,
  openSubmission,
  ownFile,
  packageRecord,
  printReceipt,
  proveConsistency,
  proveInclusion,
  publishForm,
  readAccesses,
  readCalendar,
  readCheckpoint,
  readCheckpoints,
  readCommand,
  readCommands,
  readContent,
  readDecision,
  readDesk,
  readExport,
  readFilings,
  readForm,
  readFormVersions,
  readHistory,
  readLadder,
  readLatestNote,
  readLeaves,
  readLinks,
  readNotes,
  readNotices,
  readOffice,
  readProcedure,
  readProof,
  readReaderPolicy,
  readReceipt,
  readReceiptBundle,
  readRegister,
  readStatistics,
  readStatisticsTable,
  readSubmission,
  readTimeline,
  readVersions,
  releaseHold,
  removeDeskView,
  requestProgress,
  requestResend,
  requestSupplement,
  resumeSubmission,
  returnSubmission,
  reviewDisposal,
  revokeDelegation,
  saveDeskView,
  sendBackDecision,
  setLadder,
  setReaderPolicy,
  submitDocument,
  supplementDocument,
  suspendSubmission,
  takeInDocument,
  transferSubmission,
  uploadFile,
  verifyFile,
  withdrawDocument,
  writeNote,
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

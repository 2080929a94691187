import { withinReach } from '../db/within-reach';
import type { Actor } from '../domain/permissions';
import { EVERYTHING, NOTHING, type Reach, reachOf } from '../domain/reach';
import { acknowledgeReply } from './acknowledge-reply';
import { acknowledgeMail, openMail, replyToMail } from './act-on-mail';
import { answerSurvey } from './answer-survey';
import { approveDecision, sendBackDecision } from './approve-decision';
import { agreeToDocument, proposeDocument, sendBackDocument } from './approve-document';
import { assignSubmission } from './assign-submission';
import { authorisePerson, listAuthorisations, revokeAuthorisation } from './authorise-person';
import { bundleSubmission } from './bundle-submission';
import { leaveOrganisation, setMembership } from './change-membership';
import { checkHistory } from './check-history';
import { claimOrganisation } from './claim-organisation';
import { confirmFiling } from './confirm-filing';
import { confirmTransfer } from './confirm-transfer';
import { copySubmission } from './copy-submission';
import { correctDecision } from './correct-decision';
import { decideSubmission } from './decide-submission';
import { declareHoliday, readCalendar } from './declare-holiday';
import { delegateRoles } from './delegate-roles';
import type { Deps } from './deps';
import { dispatchDocument, recallDocument } from './dispatch-document';
import { draftDocument, editDocument } from './draft-document';
import { downloadExport, exportOwn, listExports, readExport } from './export-own';
import { followDesk, followMailbox, followSubmission, lookAgain } from './follow-changes';
import { holdDocument, releaseDocumentHold } from './hold-document';
import { holdRecord, releaseHold } from './hold-record';
import { identifyPerson } from './identify-person';
import { acceptInvitation, inviteMember } from './invite-member';
import { contributeToSubmission, involveUnit } from './involve-unit';
import { keepCosignature } from './keep-cosignature';
import { listDeskViews, removeDeskView, saveDeskView } from './keep-desk-views';
import { readNoticeSettings, setNoticeSettings } from './keep-notice-settings';
import { activateWebhook, listWebhooks, registerWebhook, removeWebhook } from './keep-webhooks';
import { linkSubmissions, readLinks } from './link-submissions';
import { listAuditRuns, readAuditRun } from './list-audit-runs';
import { listBatches } from './list-batches';
import { listClaims } from './list-claims';
import { listDelegations } from './list-delegations';
import { listOfDeliveries } from './list-deliveries';
import { listDisposals } from './list-disposals';
import { listOfficialDocuments } from './list-documents';
import { listForms, readForm, readFormVersions } from './list-forms';
import { listMembers } from './list-members';
import { listOffices, readOffice } from './list-offices';
import { listReaders } from './list-readers';
import { listSubmissions } from './list-submissions';
import { handleSurveyAnswer, listSurveyAnswers } from './list-survey-answers';
import { extendDeadline, resumeSubmission, suspendSubmission } from './move-deadline';
import { openForm } from './open-form';
import { openSubmission } from './open-submission';
import { packageDocument } from './package-document';
import { packageRecord } from './package-record';
import { previewDecision } from './preview-decision';
import { previewDocument } from './preview-document';
import { printDocument } from './print-document';
import { printDocumentReceipt, printMailReceipt } from './print-document-receipt';
import { printReceipt } from './print-receipt';
import { bundleDocumentReceipt, proveDocumentReceipt } from './prove-document-receipt';
import { bundleMailReceipt, proveMailReceipt } from './prove-mail-receipt';
import { checkForm, publishForm } from './publish-form';
import { listRegisters, readAccesses, readCommands, readNotices, readRegister } from './read-audit-trail';
import { readBatch, readBatchResults } from './read-batch';
import { describeAct, readCommand } from './read-command';
import { downloadAttachment, readContent } from './read-content';
import { readDecision } from './read-decision';
import { listDeliveries, resendDelivery } from './read-deliveries';
import { readDesk } from './read-desk';
import {
  downloadDocumentAttachment,
  readDocument,
  readDocumentReceipt,
  readDocumentReceipts,
} from './read-document';
import { listDrafts, readDraft, readDraftProblems } from './read-draft';
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
import {
  downloadMailAttachment,
  printMail,
  readMail,
  readMailbox,
  readMailReceipt,
  readMailReceipts,
} from './read-mailbox';
import { listFailedDeliveries, listFailedMails, readHealth } from './read-operations';
import { listOrganisations, readOrganisation } from './read-organisation';
import { readProcedure } from './read-procedure';
import { readProof } from './read-proof';
import { readReceiptBundle } from './read-receipt-bundle';
import { checkEvidence, listReceipts, readReceipt } from './read-receipts';
import { readStatistics, readStatisticsTable } from './read-statistics';
import { readSubmission } from './read-submission';
import { readTimeline } from './read-timeline';
import { readTrail } from './read-trail';
import { readVersions } from './read-versions';
import { receiveBatch } from './receive-batch';
import { removeDraft } from './remove-draft';
import { requestProgress } from './request-progress';
import { requestResend, requestSupplement } from './request-supplement';
import { resendFailedDelivery, resendMail } from './resend-failed';
import { returnSubmission } from './return-submission';
import { reviewDisposal } from './review-disposal';
import { confirmDocumentTransfer, reviewDocumentDisposal } from './review-document-disposal';
import { revokeDelegation } from './revoke-delegation';
import { editDraft, saveDraft } from './save-draft';
import { auditSubmissions } from './search-submissions';
import { announceUpload, appendToUpload, readPartialUpload } from './send-in-parts';
import { readLadder, setLadder } from './set-ladder';
import { readReaderPolicy, setReaderPolicy } from './set-reader-policy';
import { settleClaim } from './settle-claim';
import { submitDocument } from './submit-document';
import { submitDraft } from './submit-draft';
import { extendSupplement, supplementDocument } from './supplement-document';
import { takeInDocument } from './take-in-document';
import { trackSubmission } from './track-submission';
import { transferSubmission } from './transfer-submission';
import { ownFile, uploadFile } from './upload-file';
import { verifyFile } from './verify-file';
import { withdrawDocument } from './withdraw-document';
import { readNotes, writeNote } from './write-note';

const USE_CASES = {
  readDocumentReceipt,
  readMailReceipt,
  copySubmission,
  editDraft,
  saveDraft,
  listDrafts,
  readDraft,
  readDraftProblems,
  submitDraft,
  removeDraft,
  trackSubmission,
  acceptInvitation,
  acknowledgeMail,
  agreeToDocument,
  dispatchDocument,
  downloadDocumentAttachment,
  downloadMailAttachment,
  draftDocument,
  editDocument,
  listOfDeliveries,
  listOfficialDocuments,
  openMail,
  printDocument,
  printMail,
  proposeDocument,
  readDocument,
  proveDocumentReceipt,
  bundleDocumentReceipt,
  proveMailReceipt,
  bundleMailReceipt,
  readDocumentReceipts,
  readMail,
  readMailbox,
  readMailReceipts,
  recallDocument,
  replyToMail,
  sendBackDocument,
  acknowledgeReply,
  activateWebhook,
  answerSurvey,
  approveDecision,
  assignSubmission,
  auditSubmissions,
  authorisePerson,
  bundleSubmission,
  checkEvidence,
  checkHistory,
  claimOrganisation,
  confirmFiling,
  confirmDocumentTransfer,
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
  followDesk,
  followMailbox,
  followSubmission,
  lookAgain,
  handleSurveyAnswer,
  holdDocument,
  holdRecord,
  identifyPerson,
  inviteMember,
  involveUnit,
  keepCosignature,
  leaveOrganisation,
  linkSubmissions,
  listAuthorisations,
  listClaims,
  listDelegations,
  listDeliveries,
  listDeskViews,
  listDisposals,
  listExports,
  listForms,
  listMembers,
  listOffices,
  listOrganisations,
  listReaders,
  listReceipts,
  listAuditRuns,
  listFailedDeliveries,
  listFailedMails,
  readHealth,
  resendFailedDelivery,
  resendMail,
  listRegisters,
  listSubmissions,
  listWebhooks,
  listSurveyAnswers,
  openForm,
  openSubmission,
  announceUpload,
  appendToUpload,
  readPartialUpload,
  ownFile,
  packageDocument,
  packageRecord,
  previewDecision,
  previewDocument,
  printDocumentReceipt,
  printMailReceipt,
  printReceipt,
  proveConsistency,
  proveInclusion,
  checkForm,
  publishForm,
  readAccesses,
  readAuditRun,
  readTrail,
  listBatches,
  readBatch,
  readBatchResults,
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
  readOrganisation,
  readProcedure,
  readProof,
  readReaderPolicy,
  readNoticeSettings,
  setNoticeSettings,
  readReceipt,
  readReceiptBundle,
  readRegister,
  readStatistics,
  readStatisticsTable,
  readSubmission,
  readTimeline,
  readVersions,
  receiveBatch,
  registerWebhook,
  releaseDocumentHold,
  releaseHold,
  removeDeskView,
  removeWebhook,
  requestProgress,
  requestResend,
  requestSupplement,
  resendDelivery,
  resumeSubmission,
  returnSubmission,
  revokeAuthorisation,
  reviewDisposal,
  reviewDocumentDisposal,
  revokeDelegation,
  saveDeskView,
  sendBackDecision,
  setLadder,
  setMembership,
  setReaderPolicy,
  settleClaim,
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

type OfNobody = {
  [Name in keyof typeof USE_CASES]: Parameters<(typeof USE_CASES)[Name]> extends [
    unknown,
    Actor,
    ...unknown[],
  ]
    ? never
    : Name;
}[keyof typeof USE_CASES];

/**
 * What is asked in nobody's name, and whose rows it needs: those that name what they look for by a secret or a digest,
 * that count, or that the operator's permission stands before. All others see the rows that their actor can reach.
 */
const OF_NOBODY: Record<OfNobody, Reach> = {
  trackSubmission: EVERYTHING,
  checkEvidence: EVERYTHING,
  readStatistics: EVERYTHING,
  readStatisticsTable: EVERYTHING,
  listRegisters: EVERYTHING,
  listFailedDeliveries: EVERYTHING,
  listFailedMails: EVERYTHING,
  resendFailedDelivery: EVERYTHING,
  resendMail: EVERYTHING,
  readHealth: EVERYTHING,
  identifyPerson: NOTHING,
  keepCosignature: NOTHING,
  listForms: NOTHING,
  readForm: NOTHING,
  readFormVersions: NOTHING,
  listOffices: NOTHING,
  readOffice: NOTHING,
  readCalendar: NOTHING,
  readCheckpoint: NOTHING,
  readCheckpoints: NOTHING,
  readLatestNote: NOTHING,
  readLeaves: NOTHING,
  proveConsistency: NOTHING,
  proveInclusion: NOTHING,
  verifyFile: NOTHING,
};

export function createUseCases(deps: Deps): UseCases {
  const useCases: Record<string, (deps: Deps, ...rest: never[]) => unknown> = USE_CASES;
  const ofNobody: Partial<Record<string, Reach>> = OF_NOBODY;
  const within = (reach: Reach): Deps => ({ ...deps, db: withinReach(deps.db, reach) });
  const bound = Object.entries(useCases).map(([name, useCase]) => {
    const reach = ofNobody[name];
    if (reach === NOTHING) return [name, (...rest: never[]) => useCase(deps, ...rest)];
    if (reach !== undefined) {
      const all = within(reach);
      return [name, (...rest: never[]) => useCase(all, ...rest)];
    }
    return [name, (...rest: never[]) => useCase(within(reachOf(rest[0] as unknown as Actor)), ...rest)];
  });
  return Object.fromEntries(bound);
}

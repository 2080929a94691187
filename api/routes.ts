import type { Route } from './route';
import { auditorRoutes } from './routes/auditor';
import { authorisationRoutes } from './routes/authorisations';
import { batchRoutes } from './routes/batches';
import { calendarRoutes } from './routes/calendar';
import { deskRoutes } from './routes/desk';
import { documentRecordRoutes } from './routes/document-records';
import { documentRoutes } from './routes/documents';
import { draftRoutes } from './routes/drafts';
import { exportRoutes } from './routes/exports';
import { filingRoutes } from './routes/filings';
import { intakeRoutes } from './routes/intake';
import { ladderRoutes } from './routes/ladder';
import { logRoutes } from './routes/log';
import { mailboxRoutes } from './routes/mailbox';
import { memberRoutes } from './routes/members';
import { noticeRoutes } from './routes/notices';
import { officialRoutes } from './routes/official';
import { operationRoutes } from './routes/operations';
import { organisationRoutes } from './routes/organisations';
import { partialUploadRoutes } from './routes/partial-uploads';
import { partyRoutes } from './routes/party';
import { procedureRoutes } from './routes/procedure';
import { publicRoutes } from './routes/public';
import { readerRoutes } from './routes/readers';
import { recordRoutes } from './routes/records';
import { statisticsRoutes } from './routes/statistics';
import { surveyRoutes } from './routes/survey';
import { webhookRoutes } from './routes/webhooks';

/** Every route there is: method, path, permission, use case. What is not here is not served under `/v1`. */
export const ROUTES: readonly Route[] = [
  ...publicRoutes,
  ...partyRoutes,
  ...partialUploadRoutes,
  ...draftRoutes,
  ...deskRoutes,
  ...officialRoutes,
  ...procedureRoutes,
  ...calendarRoutes,
  ...filingRoutes,
  ...intakeRoutes,
  ...memberRoutes,
  ...ladderRoutes,
  ...readerRoutes,
  ...noticeRoutes,
  ...organisationRoutes,
  ...batchRoutes,
  ...authorisationRoutes,
  ...webhookRoutes,
  ...recordRoutes,
  ...surveyRoutes,
  ...exportRoutes,
  ...statisticsRoutes,
  ...documentRoutes,
  ...documentRecordRoutes,
  ...mailboxRoutes,
  ...auditorRoutes,
  ...logRoutes,
  ...operationRoutes,
];

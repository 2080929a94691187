import type { Knex } from 'knex';
import * as mainRoad from './0001-main-road';
import * as noticesInGroups from './0002-notices-in-groups';
import * as byTheBook from './0003-by-the-book';
import * as desk from './0004-desk';
import * as filings from './0005-filings';
import * as intake from './0006-intake';
import * as supplementPeriod from './0007-supplement-period';
import * as transparencyLog from './0008-transparency-log';
import * as sealedContent from './0009-sealed-content';
import * as readers from './0010-readers';
import * as archivedHistories from './0011-archived-histories';
import * as officialDocuments from './0012-official-documents';
import * as organisations from './0013-organisations';
import * as records from './0014-records';
import * as drafts from './0015-drafts';
import * as webhooksOfDocuments from './0016-webhooks-of-documents';
import * as exportsOfMail from './0017-exports-of-mail';
import * as listsOfBatches from './0018-lists-of-batches';
import * as noticeSettings from './0019-notice-settings';
import * as formsAsWritten from './0020-forms-as-written';
import * as audit from './0021-audit';
import * as recordsOfDocuments from './0022-records-of-documents';
import * as freeUploads from './0023-free-uploads';
import * as resends from './0024-resends';
import * as webhooksOfDecisions from './0025-webhooks-of-decisions';
import * as changesAndParts from './0026-changes-and-parts';
import * as sharedDraftsUndatedDocuments from './0027-shared-drafts-undated-documents';
import * as reach from './0028-reach';
import * as changesToldOnce from './0029-changes-told-once';
import * as deskLines from './0030-desk-lines';
import * as statisticsCells from './0031-statistics-cells';
import * as desksAsOne from './0032-desks-as-one';
import * as gramsByOffice from './0033-grams-by-office';
import * as openLines from './0034-open-lines';

const MIGRATIONS: Record<string, Knex.Migration> = {
  '0001-main-road': mainRoad,
  '0002-notices-in-groups': noticesInGroups,
  '0003-by-the-book': byTheBook,
  '0004-desk': desk,
  '0005-filings': filings,
  '0006-intake': intake,
  '0007-supplement-period': supplementPeriod,
  '0008-transparency-log': transparencyLog,
  '0009-sealed-content': sealedContent,
  '0010-readers': readers,
  '0011-archived-histories': archivedHistories,
  '0013-organisations': organisations,
  '0014-records': records,
  '0012-official-documents': officialDocuments,
  '0015-drafts': drafts,
  '0016-webhooks-of-documents': webhooksOfDocuments,
  '0017-exports-of-mail': exportsOfMail,
  '0018-lists-of-batches': listsOfBatches,
  '0019-notice-settings': noticeSettings,
  '0020-forms-as-written': formsAsWritten,
  '0021-audit': audit,
  '0022-records-of-documents': recordsOfDocuments,
  '0023-free-uploads': freeUploads,
  '0024-resends': resends,
  '0025-webhooks-of-decisions': webhooksOfDecisions,
  '0026-changes-and-parts': changesAndParts,
  '0027-shared-drafts-undated-documents': sharedDraftsUndatedDocuments,
  '0028-reach': reach,
  '0029-changes-told-once': changesToldOnce,
  '0030-desk-lines': deskLines,
  '0031-statistics-cells': statisticsCells,
  '0032-desks-as-one': desksAsOne,
  '0033-grams-by-office': gramsByOffice,
  '0034-open-lines': openLines,
};

/** Migrations are imported, not read from a folder: the same list runs under tsx, jest and a container. */
export const migrationSource: Knex.MigrationSource<string> = {
  getMigrations: async () => Object.keys(MIGRATIONS),
  getMigrationName: (name) => name,
  getMigration: async (name) => {
    const migration = MIGRATIONS[name];
    if (migration === undefined) throw new Error(`No migration is called ${name}.`);
    return migration;
  },
};

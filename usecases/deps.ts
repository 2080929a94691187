import type { Readable } from 'node:stream';
import type { ContentCipher } from '../adapters/content-cipher';
import type { FileChecker } from '../adapters/file-check';
import type { SealedFiles } from '../adapters/files';
import type { FormSchemas } from '../adapters/form-schemas';
import type { Scanner } from '../adapters/scan';
import type { Signer } from '../adapters/signer';
import type { Verifier } from '../adapters/verifier';
import type { WebhookSender } from '../adapters/webhooks';
import type { Witness } from '../adapters/witness';
import type { Db } from '../db/knex';
import type { OfficialPage } from '../domain/official-page';
import type { ReceiptPage } from '../domain/receipt-page';
import type { Delivery } from './deliver-command';
import type { Engine } from './engine';
import type { FormCache } from './form-cache';
import type { KeptAnswers } from './kept-answers';
import type { OperationsView } from './read-operations';
import type { StatisticsSettings } from './read-statistics';

/** What the use cases work with; built once by the API's composition root. */
export interface Deps {
  db: Db;
  signer: Signer;
  verifier: Verifier;
  /** What is written of content is sealed by it; see `db/kept-content.ts`. */
  cipher: ContentCipher;
  files: SealedFiles;
  /** Finds a file's media type by its content while it streams by; see `adapters/file-type`. */
  inspect(source: Readable): { source: Readable; type: Promise<string | undefined> };
  /** Looks into what was stored; see `adapters/file-check`. */
  fileChecker: FileChecker;
  scanner: Scanner;
  schemas: FormSchemas;
  forms: FormCache;
  delivery: Delivery;
  engine: Engine;
  /** Whose cosignatures are kept. */
  witnesses: Witness[];
  /** Says whether messages may be sent to an address. */
  webhooks: Pick<WebhookSender, 'check' | 'newSecret'>;
  /** Draws a page and seals it; see `adapters/pdf-seal`. */
  printPage(page: ReceiptPage | OfficialPage): Promise<Buffer>;
  /** Draws a page as it would be, unsealed and marked as no more than that; kept nowhere. */
  previewPage(page: ReceiptPage | OfficialPage): Promise<Buffer>;
  /** How long official documents are waited for and kept, in days from the dispatch. */
  mailbox: { neverReadDays: number; keptDays: number; warnedDays: number };
  /** How long drafts are kept, in days from their last change. */
  drafts: { keptDays: number; warnedDays: number };
  /** How much of what a person uploaded may wait to be sent. */
  uploads: { most: number; mostBytes: number };
  /** How statistics are counted, and those counted lately. */
  statistics: { settings: StatisticsSettings } & KeptAnswers;
  operations: OperationsView;
  publicUrl: string;
  now(): Date;
}

/** What printing, proving and packing of a submission's evidence needs. */
export type BundleDeps = Pick<Deps, 'db' | 'cipher' | 'files' | 'signer' | 'printPage' | 'publicUrl' | 'now'>;

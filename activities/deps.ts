import type { ContentCipher } from '../adapters/content-cipher';
import type { SealedFiles } from '../adapters/files';
import type { Mailer } from '../adapters/mail';
import type { RecordsStores } from '../adapters/records-store';
import type { Signer } from '../adapters/signer';
import type { WebhookSender } from '../adapters/webhooks';
import type { BatchRow, WaitingLine } from '../db/batch-store';
import type { Db, Tx } from '../db/knex';
import type { LineRefusal } from '../domain/batch';

/** What the activities work with; built once by the worker's composition root. */
export interface Deps {
  db: Db;
  cipher: ContentCipher;
  files: SealedFiles;
  signer: Signer;
  mailer: Mailer;
  webhooks: Pick<WebhookSender, 'send'>;
  records: RecordsStores<Tx>;
  /** The address people see, for the links in mails. */
  publicUrl: string;
  /** Tells the relay that notices wait, so that mail need not wait for its next round. */
  noticesWritten(): void;
  /**
   * A line of a batch as a submission of its own, once.
   * @returns why it was refused. @throws whatever is no fault of the line
   */
  submitLine(
    batch: Pick<BatchRow, 'id' | 'person' | 'organisation'>,
    line: WaitingLine,
  ): Promise<LineRefusal | undefined>;
  /** Tells a submission's workflow that its rows changed under it. */
  wake(submissionId: string, seq: number): Promise<void>;
  now(): Date;
}

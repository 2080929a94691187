import type { Deps } from '../../activities/deps';
import { createKeyRing } from '../../adapters/keys';
import { createMailer } from '../../adapters/mail';
import { createRecordsStores } from '../../adapters/records-store';
import { createSigner } from '../../adapters/signer';
import { createWebhookSender } from '../../adapters/webhooks';
import { insertFiling } from '../../db/filing-store';
import type { System } from './system';

/** What the worker would give its activities, for tests that take the steps themselves. */
export async function activityDeps(system: System, own: Partial<Deps> = {}): Promise<Deps> {
  const { keys, publicUrl, mail } = system.config;
  return {
    db: system.db,
    cipher: system.cipher,
    files: system.files,
    signer: createSigner(await createKeyRing(keys, async () => false), publicUrl),
    mailer: createMailer({ smtpUrl: mail.smtpUrl, from: mail.from }),
    webhooks: createWebhookSender({ targets: 'any' }),
    records: createRecordsStores(insertFiling),
    publicUrl,
    submitLine: async () => undefined,
    noticesWritten: () => {},
    wake: async () => {},
    now: () => new Date(),
    ...own,
  };
}

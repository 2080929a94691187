import { parseArgs } from 'node:util';
import { Client, Connection } from '@temporalio/client';
import { DefaultLogger, makeTelemetryFilterString, Runtime } from '@temporalio/worker';
import { type ContentCipher, openContentCipher } from '../adapters/content-cipher';
import { engineAccess } from '../adapters/engine-access';
import { createFiles, createSealedFiles } from '../adapters/files';
import { createKeyRing } from '../adapters/keys';
import { createDataConverter, decodeJson } from '../adapters/payload-codec';
import { type Config, readConfig } from '../config';
import { openKeyRows } from '../db/key-rows';
import { openDatabase } from '../db/knex';
import { createEngine } from '../usecases/engine';
import { auditCheck } from './audit-check';
import { auditReplay } from './audit-replay';
import { bundleForReplay } from './bundle-workflows';
import { type AuditNotes, createAuditNotes } from './keep-audit';

const USAGE = `npm run audit -- check [--submission ID]… [--files] [--without-engine]
npm run audit -- replay SUBMISSION-ID`;

const OPTIONS = {
  submission: { type: 'string', multiple: true },
  files: { type: 'boolean', default: false },
  'without-engine': { type: 'boolean', default: false },
} as const;

/** What entered longer ago is in its place: the log within a minute, the archive within hours, deadlines at once. */
const SETTLED_AFTER_MS = { log: 120_000, archive: 4 * 3_600_000, engine: 300_000 };

const ANSWER_WITHIN_MS = 10_000;

/** `npm run audit -- check` and `-- replay ID`: 0 sound, 1 not, 2 it could not be found out. */
async function audit(): Promise<0 | 1 | 2> {
  const { values, positionals } = parseArgs({ options: OPTIONS, allowPositionals: true });
  const [command, ...rest] = positionals;
  const asks = command === 'check' ? rest.length === 0 : command === 'replay' && rest.length === 1;
  if (!asks) throw new Error(USAGE);
  const config = readConfig();
  const db = openDatabase(config.database);
  const { connection, client, engine, dataConverter } = await openEngine(config);
  let cipher: ContentCipher | undefined;
  const print = (line: string) => void process.stdout.write(`${line}\n`);
  const now = () => new Date();
  const kept = async (notes: AuditNotes, code: 0 | 1 | 2) => {
    if ((await notes.keep(code)) === 'not kept') print('What was found could not be kept for the auditors.');
    return code;
  };
  try {
    if (command === 'replay') {
      silence();
      const submissionId = rest[0] ?? '';
      const notes = createAuditNotes(db, { kind: 'replay', submissionId }, now);
      const options = { workflowBundle: await bundleForReplay(), dataConverter };
      const code = await auditReplay({ db, engine, options, print, notes }, submissionId);
      return await kept(notes, code);
    }
    const keys = await createKeyRing(config.keys, async () => false);
    if (!values['without-engine'])
      await client.withDeadline(Date.now() + ANSWER_WITHIN_MS, () =>
        client.workflowService.getSystemInfo({}),
      );
    cipher = await openContentCipher({
      rows: openKeyRows(config.keyStore.url),
      mastersDir: config.keyStore.mastersDir,
    });
    const notes = createAuditNotes(db, { kind: 'check', submissionId: null }, now);
    const code = await auditCheck(
      {
        db,
        cipher,
        issuer: config.publicUrl,
        published: await keys.published(),
        now,
        ...(values.files ? { files: createSealedFiles(createFiles(config.files), cipher) } : {}),
        ...(values['without-engine'] ? {} : { engine }),
      },
      { submissions: values.submission ?? null, settledAfterMs: SETTLED_AFTER_MS },
      print,
      notes,
    );
    return await kept(notes, code);
  } finally {
    await cipher?.stop();
    await connection.close();
    await db.destroy();
  }
}

async function openEngine({ temporal, codec }: Config) {
  const { namespace } = temporal;
  const connection = Connection.lazy(await engineAccess(temporal));
  const dataConverter = await createDataConverter(codec.keysDir);
  const client = new Client({ connection, namespace, dataConverter });
  const engine = createEngine(client, (json) => decodeJson(dataConverter.payloadCodecs, json));
  return { connection, client, engine, dataConverter };
}

/** What the engine's SDK says of a replay that differs is told in words by us. */
function silence(): void {
  const filter = makeTelemetryFilterString({ core: 'ERROR', other: 'ERROR' });
  Runtime.install({
    logger: new DefaultLogger('ERROR'),
    telemetryOptions: { logging: { filter, forward: {} } },
  });
}

audit().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(
      `It could not be found out. ${error instanceof Error ? error.message : String(error)}\n`,
    );
    process.exit(2);
  },
);

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { KeySettings } from './adapters/keys';
import { FAILPOINTS, type Failpoint } from './domain/failpoints';

const integer = z.coerce.number().int();
const flag = z.enum(['true', 'false']).transform((value) => value === 'true');
/** ISO 8601, of days and less: `P1D`, `PT1H`, `PT5S`. */
const duration = z
  .string()
  .regex(/^P(?=.)(\d{1,3}D)?(T(?=.)(\d{1,4}H)?(\d{1,5}M)?(\d{1,6}S)?)?$/, 'a duration like P1D, PT1H or PT5S')
  .transform(millisecondsOf);

const Environment = z.object({
  /** `embedded`: the parts that `npm start` brings; `production` refuses their addresses and defaults. */
  MODE: z.enum(['embedded', 'production']).default('production'),
  PORT: integer.min(0).max(65535).default(3000),
  HOST: z.string().default('127.0.0.1'),
  PUBLIC_URL: z.url().optional(),
  METRICS_PORT: integer.min(0).max(65535).default(9464),
  DATABASE_URL: z.url(),
  /** The owner of the tables, for migrations and loading; API and worker never need it. */
  MIGRATION_DATABASE_URL: z.url().optional(),
  DATABASE_POOL: integer.min(1).max(200).default(10),
  /** Of the content keys, never the database of the content: a backup of that one alone must open nothing. */
  KEYSTORE_URL: z.url().optional(),
  TEMPORAL_ADDRESS: z.string().min(1),
  TEMPORAL_NAMESPACE: z.string().min(1).default('default'),
  TEMPORAL_TLS: flag.default(false),
  /** PEM of the authority of the engine's certificate, where it is one's own. */
  TEMPORAL_TLS_CA_FILE: z.string().min(1).optional(),
  /** PEM of our certificate and its key, where the engine asks for one. */
  TEMPORAL_TLS_CERT_FILE: z.string().min(1).optional(),
  TEMPORAL_TLS_KEY_FILE: z.string().min(1).optional(),
  TEMPORAL_API_KEY: z.string().min(1).optional(),
  /** Of the engine's own pages, to which operators are shown the way. */
  TEMPORAL_UI_URL: z.url({ protocol: /^https?$/ }).optional(),
  TASK_QUEUE_PREFIX: z
    .string()
    .regex(/^[a-z0-9-]{1,40}$/)
    .default('gongmun'),
  OIDC_ISSUER: z.url(),
  OIDC_AUDIENCE: z.string().min(1).default('gongmun'),
  /** Authentication contexts (`acr`) of which one is needed to decide, approve and dispatch, separated by commas. */
  STEP_UP_ACR: z
    .string()
    .regex(
      /^[\x21\x23-\x5b\x5d-\x7e]*$/,
      'values without blanks, quotes and backslashes, separated by commas',
    )
    .default(''),
  /** How long ago whoever decides, approves and dispatches may have signed in. */
  STEP_UP_MAX_AGE: duration.optional(),
  /** As whom the portal signs people in: a public client, code flow with PKCE. */
  OIDC_PORTAL_CLIENT: z.string().min(1).default('gongmun-portal'),
  OIDC_PORTAL_SCOPE: z.string().min(6).default('openid profile email'),
  /** The token's claim that lists the registration numbers a person stands for; unset, officials confirm them. */
  ORGANISATION_CLAIM: z.string().min(1).max(200).optional(),
  SMTP_URL: z.url(),
  MAIL_FROM: z.string().min(3).default('gongmun@localhost'),
  FILES_DIR: z.string().optional(),
  S3_BUCKET: z.string().optional(),
  S3_ENDPOINT: z.url().optional(),
  S3_REGION: z.string().default('us-east-1'),
  S3_ACCESS_KEY_ID: z.string().optional(),
  S3_SECRET_ACCESS_KEY: z.string().optional(),
  S3_FORCE_PATH_STYLE: flag.default(true),
  KEYS_DIR: z.string().min(1).optional(),
  EVIDENCE_KEY_FILE: z.string().min(1).optional(),
  LOG_KEY_FILE: z.string().min(1).optional(),
  SEAL_KEY_FILE: z.string().min(1).optional(),
  KEY_PASSPHRASE_FILE: z.string().min(1).optional(),
  KEY_SERVICE_URL: z.url().optional(),
  KEY_SERVICE_TOKEN_FILE: z.string().min(1).optional(),
  KEY_SERVICE_MOUNT: z
    .string()
    .regex(/^[\w-]+(\/[\w-]+)*$/)
    .default('transit'),
  KEY_SERVICE_EVIDENCE_KEY: z.string().min(1).optional(),
  KEY_SERVICE_LOG_KEY: z.string().min(1).optional(),
  KEY_SERVICE_SEAL_KEY: z.string().min(1).optional(),
  SEAL_CERTIFICATES_FILE: z.string().min(1).optional(),
  MASTER_KEYS_DIR: z.string().min(1).optional(),
  CODEC_KEYS_DIR: z.string().min(1).optional(),
  CLAMD_ADDRESS: z.string().optional(),
  /** `any`: webhooks may go to plain HTTP and private addresses; the embedded default alone, for trying them out. */
  WEBHOOK_TARGETS: z.enum(['public', 'any']).default('public'),
  RATE_LIMIT_PER_MINUTE: integer.min(1).default(600),
  /** The same for a person, an organisation and the people of an office, wherever they ask from. */
  PERSON_LIMIT_PER_MINUTE: integer.min(1).default(600),
  ORGANISATION_LIMIT_PER_MINUTE: integer.min(1).default(1_800),
  OFFICE_LIMIT_PER_MINUTE: integer.min(1).default(6_000),
  /** Open at a time from one address; where proxies stand before the API it is theirs to bound this. */
  CONNECTIONS_PER_ADDRESS: integer.min(1).default(256),
  /** Open at a time from all addresses. */
  CONNECTIONS: integer.min(10).default(10_000),
  /** Acts, and the same number of reads, that wait in line while others are worked on. */
  REQUESTS_WAITING: integer.min(1).default(5_000),
  /** How long they do at most: within what proxies wait for an answer, mostly 60 s. */
  REQUESTS_WAIT: duration.refine((ms) => ms >= 1_000 && ms <= 600_000, 'PT1S to PT10M').default(55_000),
  /** What all JSON bodies together may hold in memory; a single one is at most 1 MB. */
  BODIES_MIB: integer.min(8).max(1_024).default(32),
  /** How often one address may ask by tracking code. */
  TRACKING_LIMIT_PER_MINUTE: integer.min(1).default(20),
  /** How many proxies stand before the API: the client's address is the one that the outermost of them saw. */
  TRUSTED_PROXIES: integer.min(0).max(10).default(0),
  /** `off`: the API tells the engine nothing and leaves delivery to the relay; for measurements. */
  DELIVERY: z.enum(['on', 'off']).default('on'),
  /** `off`: notices are written and not sent, as while a mail server is moved; for measurements too. */
  NOTICES: z.enum(['on', 'off']).default('on'),
  /** `NAME=exit|hang|throw`, the next after a comma: where this process is to fail (domain/failpoints.ts); for tests. */
  FAILPOINTS: z.string().default(''),
  /** Who holds it may have payloads of the engine decoded at the worker's `/codec/decode`. */
  CODEC_TOKEN: z.string().min(24).optional(),
  /** Web origins whose pages may call it, separated by commas. */
  CODEC_ORIGINS: z
    .string()
    .transform((value) => value.split(',').filter((origin) => origin !== ''))
    .pipe(z.array(z.url().refine((origin) => new URL(origin).origin === origin, 'is no web origin')))
    .default([]),
  /** How long what a party took along can be fetched. */
  EXPORTS_KEPT: duration.default(7 * 86_400_000),
  /** Statistics tell of no fewer submissions than this. */
  STATISTICS_MINIMUM: integer.min(3).max(1_000).default(5),
  /** What one document sent online is taken to save: visits to an office, hours for each, sheets of paper. */
  SAVED_VISITS: z.coerce.number().min(0).max(100).default(2),
  SAVED_HOURS_EACH_VISIT: z.coerce.number().min(0).max(100).default(1.5),
  SAVED_SHEETS: z.coerce.number().min(0).max(10_000).default(6),
  /** Days after which a recipient who has not opened an official document has `never_read` it. */
  DOCUMENT_NEVER_READ_DAYS: integer.min(1).max(365).default(7),
  /** Days for which an official document stays in a mailbox, and how long before its end the recipient is warned. */
  MAILBOX_KEPT_DAYS: integer.min(2).max(36_500).default(1_095),
  MAILBOX_WARNED_DAYS: integer.min(1).max(365).default(30),
  /** Days after its last change for which a draft is kept, and how long before its end its writer is warned. */
  DRAFTS_KEPT_DAYS: integer.min(2).max(3_650).default(30),
  DRAFTS_WARNED_DAYS: integer.min(1).max(365).default(7),
  /** Days for which an upload is kept that nothing has taken. */
  UPLOADS_KEPT_DAYS: integer.min(1).max(3_650).default(14),
  /** How many uploads of one person may wait to be sent, and how much they may be; a batch of 10,000 lines needs its own first. */
  UPLOADS_MOST: integer.min(1).max(1_000_000).default(12_000),
  UPLOADS_MOST_MIB: integer.min(1).max(1_000_000).default(5_120),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url().optional(),
  /** How often what was written is sealed into the log: about how long a receipt waits for its proof. */
  SEAL_EVERY: duration.refine((ms) => ms >= 1_000 && ms <= 30_000, 'PT1S to PT30S').default(10_000),
  /** `VKEY`, or `VKEY URL` for one that checkpoints are brought to; the next after a comma. */
  WITNESSES: z.string().default(''),
  CHECKPOINT_MAIL_TO: z.string().default(''),
  CHECKPOINT_MAIL_EVERY: duration.default(86_400_000),
  TSA_URL: z.url().optional(),
  /** A PEM file. */
  TSA_CERTIFICATE: z.string().min(1).optional(),
  TSA_EVERY: duration.default(3_600_000),
});

function millisecondsOf(text: string): number {
  const count = (unit: string): number => Number(new RegExp(`(\\d+)${unit}`).exec(text)?.[1] ?? 0);
  return (((count('D') * 24 + count('H')) * 60 + count('M')) * 60 + count('S')) * 1_000;
}

type Env = z.infer<typeof Environment>;

export interface Config {
  mode: Env['MODE'];
  host: string;
  port: number;
  publicUrl: string;
  metricsPort: number;
  database: { url: string; pool: number; ownerUrl: string };
  keyStore: { url: string; ownerUrl: string; mastersDir: string };
  temporal: {
    address: string;
    namespace: string;
    tls: boolean;
    caFile: string | undefined;
    certificate: { file: string; keyFile: string } | undefined;
    apiKey: string | undefined;
    uiUrl: string | undefined;
    queuePrefix: string;
  };
  identity: { issuer: string; audience: string; organisationClaim: string | undefined };
  /** What a sign-in must be for the acts by which an office binds itself. */
  stepUp: { acr: string[]; maxAgeSeconds: number | null };
  portal: { client: string; scope: string };
  mail: { smtpUrl: string; from: string };
  files: { kind: 'folder'; dir: string } | ({ kind: 's3' } & S3Settings);
  keys: KeySettings;
  clamdAddress: string | undefined;
  webhookTargets: Env['WEBHOOK_TARGETS'];
  rateLimitPerMinute: number;
  limits: { personPerMinute: number; organisationPerMinute: number; officePerMinute: number };
  connectionsPerAddress: number;
  /** What is more is answered with 503 (decision 0056). */
  load: { mostConnections: number; mostWaiting: number; longestWaitMs: number; mostBodyBytes: number };
  trackingLimitPerMinute: number;
  trustedProxies: number;
  delivers: boolean;
  sendsNotices: boolean;
  failpoints: Partial<Record<Failpoint, 'exit' | 'hang' | 'throw'>>;
  codec: { keysDir: string; token: string | undefined; origins: string[] };
  exportsKeptForMs: number;
  statistics: {
    minimum: number;
    assumptions: { visits: number; hoursEachVisit: number; sheets: number };
  };
  mailbox: MailboxSettings;
  drafts: DraftSettings;
  uploads: { keptDays: number; most: number; mostBytes: number };
  logLevel: Env['LOG_LEVEL'];
  tracingEndpoint: string | undefined;
  log: LogSettings;
}

/** Official documents in their recipients' mailboxes, in days from the dispatch. */
export interface MailboxSettings {
  neverReadDays: number;
  keptDays: number;
  warnedDays: number;
}

/** How long drafts are kept. */
export interface DraftSettings {
  keptDays: number;
  warnedDays: number;
}

/** The transparency log: how often it is sealed, and who keeps its checkpoints beside us. */
export interface LogSettings {
  sealEveryMs: number;
  witnesses: { key: string; url: string | undefined }[];
  mailTo: string[];
  mailEveryMs: number;
  tsa: { url: string; certificateFile: string | undefined } | undefined;
  stampEveryMs: number;
}

export interface S3Settings {
  endpoint?: string;
  region: string;
  bucket: string;
  accessKeyId: string;
  secretAccessKey: string;
  forcePathStyle: boolean;
}

/**
 * Reads the environment, the only place that does.
 * @throws Error with one sentence per wrong setting; values are not echoed, for some are secrets
 */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const parsed = Environment.safeParse(withSecrets(env));
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new Error(`The configuration is not usable. ${faults.join('; ')}`);
  }
  const e = parsed.data;
  if (e.MODE === 'production') refuseEmbeddedParts(e);
  else if (!isLoopback(e.HOST))
    throw new Error('MODE=embedded listens on loopback only: leave HOST as it is.');
  const publicUrl = (e.PUBLIC_URL ?? `http://127.0.0.1:${e.PORT}`).replace(/\/$/, '');
  return {
    mode: e.MODE,
    host: e.HOST,
    port: e.PORT,
    publicUrl,
    metricsPort: e.METRICS_PORT,
    database: {
      url: e.DATABASE_URL,
      pool: e.DATABASE_POOL,
      ownerUrl: e.MIGRATION_DATABASE_URL ?? e.DATABASE_URL,
    },
    keyStore: {
      url: keyStoreUrl(e, e.DATABASE_URL),
      ownerUrl: keyStoreUrl(e, e.MIGRATION_DATABASE_URL ?? e.DATABASE_URL),
      mastersDir: ownDir(e, 'MASTER_KEYS_DIR', 'master'),
    },
    temporal: temporalSettings(e),
    portal: { client: e.OIDC_PORTAL_CLIENT, scope: e.OIDC_PORTAL_SCOPE },
    stepUp: {
      acr: listed(e.STEP_UP_ACR),
      maxAgeSeconds: e.STEP_UP_MAX_AGE === undefined ? null : e.STEP_UP_MAX_AGE / 1_000,
    },
    identity: {
      issuer: e.OIDC_ISSUER.replace(/\/$/, ''),
      audience: e.OIDC_AUDIENCE,
      organisationClaim: e.ORGANISATION_CLAIM,
    },
    mail: { smtpUrl: e.SMTP_URL, from: e.MAIL_FROM },
    files: fileSettings(e),
    keys: keySettings(e, publicUrl),
    clamdAddress: e.CLAMD_ADDRESS,
    webhookTargets: e.WEBHOOK_TARGETS,
    rateLimitPerMinute: e.RATE_LIMIT_PER_MINUTE,
    limits: {
      personPerMinute: e.PERSON_LIMIT_PER_MINUTE,
      organisationPerMinute: e.ORGANISATION_LIMIT_PER_MINUTE,
      officePerMinute: e.OFFICE_LIMIT_PER_MINUTE,
    },
    connectionsPerAddress: e.CONNECTIONS_PER_ADDRESS,
    load: {
      mostConnections: e.CONNECTIONS,
      mostWaiting: e.REQUESTS_WAITING,
      longestWaitMs: e.REQUESTS_WAIT,
      mostBodyBytes: e.BODIES_MIB * 1024 * 1024,
    },
    trackingLimitPerMinute: e.TRACKING_LIMIT_PER_MINUTE,
    trustedProxies: e.TRUSTED_PROXIES,
    delivers: e.DELIVERY === 'on',
    sendsNotices: e.NOTICES === 'on',
    failpoints: failpointSettings(e.FAILPOINTS),
    codec: {
      keysDir: ownDir(e, 'CODEC_KEYS_DIR', 'codec'),
      token: e.CODEC_TOKEN,
      origins: e.CODEC_ORIGINS,
    },
    exportsKeptForMs: e.EXPORTS_KEPT,
    statistics: {
      minimum: e.STATISTICS_MINIMUM,
      assumptions: {
        visits: e.SAVED_VISITS,
        hoursEachVisit: e.SAVED_HOURS_EACH_VISIT,
        sheets: e.SAVED_SHEETS,
      },
    },
    mailbox: mailboxSettings(e),
    drafts: draftSettings(e),
    uploads: {
      keptDays: e.UPLOADS_KEPT_DAYS,
      most: e.UPLOADS_MOST,
      mostBytes: e.UPLOADS_MOST_MIB * 1024 * 1024,
    },
    logLevel: e.LOG_LEVEL,
    tracingEndpoint: e.OTEL_EXPORTER_OTLP_ENDPOINT,
    log: {
      sealEveryMs: e.SEAL_EVERY,
      witnesses: listed(e.WITNESSES).map(witnessSettings),
      mailTo: listed(e.CHECKPOINT_MAIL_TO),
      mailEveryMs: e.CHECKPOINT_MAIL_EVERY,
      tsa: e.TSA_URL === undefined ? undefined : { url: e.TSA_URL, certificateFile: e.TSA_CERTIFICATE },
      stampEveryMs: e.TSA_EVERY,
    },
  };
}

/** May come from files too, as container platforms hand them over: `NAME_FILE` names one that holds the value. */
const SECRETS = [
  'DATABASE_URL',
  'MIGRATION_DATABASE_URL',
  'KEYSTORE_URL',
  'TEMPORAL_API_KEY',
  'SMTP_URL',
  'S3_ACCESS_KEY_ID',
  'S3_SECRET_ACCESS_KEY',
  'CODEC_TOKEN',
] as const;

function withSecrets(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const read = SECRETS.flatMap((name) => {
    const file = env[`${name}_FILE`];
    if (file === undefined || file === '') return [];
    if (env[name] !== undefined) throw new Error(`${name} and ${name}_FILE are both set: leave one out.`);
    try {
      return [[name, readFileSync(file, 'utf8').trim()]];
    } catch {
      throw new Error(`${name}_FILE names a file that cannot be read.`);
    }
  });
  return { ...env, ...Object.fromEntries(read) };
}

/** What manuals and images come with; whoever tries passwords tries these first. */
const DEFAULTS =
  /^(|admin|administrator|changeme|change-me|default|example|gongmun|guest|letmein|minio|minioadmin|passw0rd|password|postgres|root|secret|test|testing|user|(.)\2*|1234\d*)$/i;

/** @throws Error naming a setting whose secret is a default, or the user's own name */
function refuseDefaultSecrets(e: Env): void {
  for (const name of SECRETS) {
    const value = e[name];
    if (value === undefined) continue;
    const { username, password } = name.endsWith('_URL') ? new URL(value) : { username: '', password: value };
    // Without a user nothing is proved by a password: a certificate or the network does.
    const given = username !== '' || !name.endsWith('_URL');
    const weak = password === username || DEFAULTS.test(decodeURIComponent(password));
    if (given && password !== '' && weak)
      throw new Error(`MODE=production refuses the default secret in ${name}: choose one of your own.`);
  }
}

function temporalSettings(e: Env): Config['temporal'] {
  const { TEMPORAL_TLS_CERT_FILE: file, TEMPORAL_TLS_KEY_FILE: keyFile } = e;
  if ((file === undefined) !== (keyFile === undefined))
    throw new Error('TEMPORAL_TLS_CERT_FILE and TEMPORAL_TLS_KEY_FILE belong together.');
  const secret = [e.TEMPORAL_TLS_CA_FILE, file, e.TEMPORAL_API_KEY];
  // Whoever reads a key on its way uses it; what was meant for TLS must not go without it unnoticed.
  if (!e.TEMPORAL_TLS && secret.some((one) => one !== undefined))
    throw new Error('TEMPORAL_TLS must be true where a certificate or TEMPORAL_API_KEY is set.');
  return {
    address: e.TEMPORAL_ADDRESS,
    namespace: e.TEMPORAL_NAMESPACE,
    tls: e.TEMPORAL_TLS,
    caFile: e.TEMPORAL_TLS_CA_FILE,
    certificate: file === undefined || keyFile === undefined ? undefined : { file, keyFile },
    apiKey: e.TEMPORAL_API_KEY,
    uiUrl: e.TEMPORAL_UI_URL,
    queuePrefix: e.TASK_QUEUE_PREFIX,
  };
}

function mailboxSettings(e: Env): MailboxSettings {
  if (e.MAILBOX_WARNED_DAYS >= e.MAILBOX_KEPT_DAYS)
    throw new Error('MAILBOX_WARNED_DAYS must be less than MAILBOX_KEPT_DAYS.');
  return {
    neverReadDays: e.DOCUMENT_NEVER_READ_DAYS,
    keptDays: e.MAILBOX_KEPT_DAYS,
    warnedDays: e.MAILBOX_WARNED_DAYS,
  };
}

function draftSettings(e: Env): DraftSettings {
  if (e.DRAFTS_WARNED_DAYS >= e.DRAFTS_KEPT_DAYS)
    throw new Error('DRAFTS_WARNED_DAYS must be less than DRAFTS_KEPT_DAYS.');
  return { keptDays: e.DRAFTS_KEPT_DAYS, warnedDays: e.DRAFTS_WARNED_DAYS };
}

const listed = (text: string): string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

function failpointSettings(text: string): Config['failpoints'] {
  const settings: Config['failpoints'] = {};
  for (const one of listed(text)) {
    const [name, act] = one.split('=');
    const known = FAILPOINTS.find((failpoint) => failpoint === name);
    if (known === undefined || (act !== 'exit' && act !== 'hang' && act !== 'throw'))
      throw new Error('FAILPOINTS: each is NAME=exit, NAME=hang or NAME=throw.');
    settings[known] = act;
  }
  return settings;
}

function witnessSettings(text: string): LogSettings['witnesses'][number] {
  const [key = '', url, ...rest] = text.split(/\s+/);
  if (rest.length > 0 || (url !== undefined && !/^https?:\/\/\S+$/.test(url)))
    throw new Error('WITNESSES: each is a verifier key, or a verifier key and an address.');
  return { key, url };
}

/** In the embedded default a database of its own on the same server. */
function keyStoreUrl(e: Env, databaseUrl: string): string {
  if (e.KEYSTORE_URL === undefined && e.MODE === 'production')
    throw new Error('MODE=production needs KEYSTORE_URL, the database of the content keys.');
  const beside = new URL(databaseUrl);
  beside.pathname = '/gongmun_keys';
  const url = e.KEYSTORE_URL ?? beside.href;
  if (databaseIn(url) === databaseIn(e.DATABASE_URL))
    throw new Error(
      'KEYSTORE_URL is the database of DATABASE_URL: whoever has that would have the keys too.',
    );
  return url;
}

function databaseIn(url: string): string {
  const { hostname, port, pathname } = new URL(url);
  return `${hostname.toLowerCase()}:${port || 5432}${pathname}`;
}

/** Beside the signing keys, unless told otherwise. */
function ownDir(e: Env, setting: 'MASTER_KEYS_DIR' | 'CODEC_KEYS_DIR', name: string): string {
  const dir = e[setting] ?? (e.KEYS_DIR === undefined ? undefined : join(e.KEYS_DIR, name));
  if (dir === undefined) throw new Error(`The keys of ${name} have no home: set ${setting} or KEYS_DIR.`);
  return dir;
}

function fileSettings(e: Env): Config['files'] {
  if (e.S3_BUCKET === undefined) {
    if (e.FILES_DIR === undefined) throw new Error('Files have no home: set FILES_DIR or S3_BUCKET.');
    return { kind: 'folder', dir: e.FILES_DIR };
  }
  if (e.S3_ACCESS_KEY_ID === undefined || e.S3_SECRET_ACCESS_KEY === undefined) {
    throw new Error('S3_BUCKET is set: S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY are needed too.');
  }
  return {
    kind: 's3',
    ...(e.S3_ENDPOINT === undefined ? {} : { endpoint: e.S3_ENDPOINT }),
    region: e.S3_REGION,
    bucket: e.S3_BUCKET,
    accessKeyId: e.S3_ACCESS_KEY_ID,
    secretAccessKey: e.S3_SECRET_ACCESS_KEY,
    forcePathStyle: e.S3_FORCE_PATH_STYLE,
  };
}

function keySettings(e: Env, issuer: string): KeySettings {
  const service = keyServiceSettings(e);
  const files = given({ evidence: e.EVIDENCE_KEY_FILE, log: e.LOG_KEY_FILE, seal: e.SEAL_KEY_FILE });
  const named = { ...files, ...service?.keys };
  if (
    e.KEYS_DIR === undefined &&
    (['evidence', 'log', 'seal'] as const).some((purpose) => named[purpose] === undefined)
  )
    throw new Error('Keys have no home: set KEYS_DIR, or name a key of each purpose (evidence, log, seal).');
  return { dir: e.KEYS_DIR, files, passphraseFile: e.KEY_PASSPHRASE_FILE, service, issuer };
}

function keyServiceSettings(e: Env): KeySettings['service'] {
  const keys = given({
    evidence: e.KEY_SERVICE_EVIDENCE_KEY,
    log: e.KEY_SERVICE_LOG_KEY,
    seal: e.KEY_SERVICE_SEAL_KEY,
  });
  const { KEY_SERVICE_URL: url, KEY_SERVICE_TOKEN_FILE: tokenFile } = e;
  if (url === undefined || tokenFile === undefined) {
    if (Object.keys(keys).length > 0)
      throw new Error(
        'A key of a key service is named: KEY_SERVICE_URL and KEY_SERVICE_TOKEN_FILE are needed.',
      );
    return undefined;
  }
  const { protocol, hostname } = new URL(url);
  // Who reads the token on its way can sign whatever he likes.
  if (protocol !== 'https:' && !isLoopback(hostname))
    throw new Error('KEY_SERVICE_URL must be https, or an agent on a loopback address.');
  if (new Set(Object.values(keys)).size < Object.keys(keys).length)
    throw new Error('A key service needs a key of its own for each purpose.');
  if (keys.seal !== undefined && e.SEAL_CERTIFICATES_FILE === undefined)
    throw new Error('A seal by a key service needs its certificates: set SEAL_CERTIFICATES_FILE.');
  return { url, tokenFile, mount: e.KEY_SERVICE_MOUNT, keys, certificatesFile: e.SEAL_CERTIFICATES_FILE };
}

/** Without the members that are not set. */
function given<K extends string>(members: Record<K, string | undefined>): Partial<Record<K, string>> {
  const set = Object.entries(members).filter(([, value]) => value !== undefined);
  return Object.fromEntries(set) as Partial<Record<K, string>>;
}

const isLoopback = (host: string): boolean => ['127.0.0.1', 'localhost', '[::1]', '::1'].includes(host);

/** The embedded parts have demo people and no passwords: they must never serve the public by accident. */
function refuseEmbeddedParts(e: Env): void {
  refuseDefaultSecrets(e);
  if (isLoopback(new URL(e.OIDC_ISSUER).hostname)) {
    throw new Error('MODE=production refuses an identity provider on a loopback address (OIDC_ISSUER).');
  }
  if (e.WEBHOOK_TARGETS === 'any')
    throw new Error(
      'MODE=production sends webhooks to public https addresses only: leave WEBHOOK_TARGETS as it is.',
    );
  if (e.CODEC_ORIGINS.length > 0 && e.CODEC_TOKEN === undefined)
    throw new Error('MODE=production decodes payloads for holders of CODEC_TOKEN only: set it too.');
  if (e.FAILPOINTS !== '') throw new Error('MODE=production fails nowhere on purpose: leave FAILPOINTS out.');
  if (e.PUBLIC_URL === undefined)
    throw new Error('MODE=production needs PUBLIC_URL, the address people see.');
}

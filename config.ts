import { z } from 'zod';

const integer = z.coerce.number().int();
const flag = z.enum(['true', 'false']).transform((value) => value === 'true');

const Environment = z.object({
  /** `embedded`: the parts that `npm start` brings; `production` refuses their addresses and defaults. */
  MODE: z.enum(['embedded', 'production']).default('production'),
  PORT: integer.min(0).max(65535).default(3000),
  HOST: z.string().default('127.0.0.1'),
  PUBLIC_URL: z.url().optional(),
  METRICS_PORT: integer.min(0).max(65535).default(9464),
  DATABASE_URL: z.url(),
  DATABASE_POOL: integer.min(1).max(200).default(10),
  TEMPORAL_ADDRESS: z.string().min(1),
  TEMPORAL_NAMESPACE: z.string().min(1).default('default'),
  TEMPORAL_TLS: flag.default(false),
  TEMPORAL_API_KEY: z.string().optional(),
  TASK_QUEUE_PREFIX: z
    .string()
    .regex(/^[a-z0-9-]{1,40}$/)
    .default('gongmun'),
  OIDC_ISSUER: z.url(),
  OIDC_AUDIENCE: z.string().min(1).default('gongmun'),
  SMTP_URL: z.url(),
  MAIL_FROM: z.string().min(3).default('gongmun@localhost'),
  FILES_DIR: z.string().optional(),
  S3_BUCKET: z.string().optional(),
  S3_ENDPOINT: z.url().optional(),
  S3_REGION: z.string().default('us-east-1'),
  S3_ACCESS_KEY_ID: z.string().optional(),
  S3_SECRET_ACCESS_KEY: z.string().optional(),
  S3_FORCE_PATH_STYLE: flag.default(true),
  KEYS_DIR: z.string().min(1),
  CLAMD_ADDRESS: z.string().optional(),
  RATE_LIMIT_PER_MINUTE: integer.min(1).default(600),
  /** How many proxies stand before the API: the client's address is the one that the outermost of them saw. */
  TRUSTED_PROXIES: integer.min(0).max(10).default(0),
  /** `off`: the API tells the engine nothing and leaves delivery to the relay; for measurements. */
  DELIVERY: z.enum(['on', 'off']).default('on'),
  /** `off`: notices are written and not sent, as while a mail server is moved; for measurements too. */
  NOTICES: z.enum(['on', 'off']).default('on'),
  /** Who holds it may have payloads of the engine decoded at the worker's `/codec/decode`. */
  CODEC_TOKEN: z.string().min(24).optional(),
  /** Web origins whose pages may call it, separated by commas. */
  CODEC_ORIGINS: z
    .string()
    .transform((value) => value.split(',').filter((origin) => origin !== ''))
    .pipe(z.array(z.url().refine((origin) => new URL(origin).origin === origin, 'is no web origin')))
    .default([]),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url().optional(),
});

type Env = z.infer<typeof Environment>;

export interface Config {
  mode: Env['MODE'];
  host: string;
  port: number;
  publicUrl: string;
  metricsPort: number;
  database: { url: string; pool: number };
  temporal: {
    address: string;
    namespace: string;
    tls: boolean;
    apiKey: string | undefined;
    queuePrefix: string;
  };
  identity: { issuer: string; audience: string };
  mail: { smtpUrl: string; from: string };
  files: { kind: 'folder'; dir: string } | ({ kind: 's3' } & S3Settings);
  keysDir: string;
  clamdAddress: string | undefined;
  rateLimitPerMinute: number;
  trustedProxies: number;
  delivers: boolean;
  sendsNotices: boolean;
  codec: { token: string | undefined; origins: string[] };
  logLevel: Env['LOG_LEVEL'];
  tracingEndpoint: string | undefined;
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
  const parsed = Environment.safeParse(env);
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new Error(`The configuration is not usable. ${faults.join('; ')}`);
  }
  const e = parsed.data;
  if (e.MODE === 'production') refuseEmbeddedParts(e);
  else if (!isLoopback(e.HOST))
    throw new Error('MODE=embedded listens on loopback only: leave HOST as it is.');
  return {
    mode: e.MODE,
    host: e.HOST,
    port: e.PORT,
    publicUrl: (e.PUBLIC_URL ?? `http://127.0.0.1:${e.PORT}`).replace(/\/$/, ''),
    metricsPort: e.METRICS_PORT,
    database: { url: e.DATABASE_URL, pool: e.DATABASE_POOL },
    temporal: {
      address: e.TEMPORAL_ADDRESS,
      namespace: e.TEMPORAL_NAMESPACE,
      tls: e.TEMPORAL_TLS,
      apiKey: e.TEMPORAL_API_KEY,
      queuePrefix: e.TASK_QUEUE_PREFIX,
    },
    identity: { issuer: e.OIDC_ISSUER.replace(/\/$/, ''), audience: e.OIDC_AUDIENCE },
    mail: { smtpUrl: e.SMTP_URL, from: e.MAIL_FROM },
    files: fileSettings(e),
    keysDir: e.KEYS_DIR,
    clamdAddress: e.CLAMD_ADDRESS,
    rateLimitPerMinute: e.RATE_LIMIT_PER_MINUTE,
    trustedProxies: e.TRUSTED_PROXIES,
    delivers: e.DELIVERY === 'on',
    sendsNotices: e.NOTICES === 'on',
    codec: { token: e.CODEC_TOKEN, origins: e.CODEC_ORIGINS },
    logLevel: e.LOG_LEVEL,
    tracingEndpoint: e.OTEL_EXPORTER_OTLP_ENDPOINT,
  };
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

const isLoopback = (host: string): boolean => ['127.0.0.1', 'localhost', '[::1]', '::1'].includes(host);

/** The embedded parts have demo people and no passwords: they must never serve the public by accident. */
function refuseEmbeddedParts(e: Env): void {
  if (isLoopback(new URL(e.OIDC_ISSUER).hostname)) {
    throw new Error('MODE=production refuses an identity provider on a loopback address (OIDC_ISSUER).');
  }
  if (e.CODEC_ORIGINS.length > 0 && e.CODEC_TOKEN === undefined)
    throw new Error('MODE=production decodes payloads for holders of CODEC_TOKEN only: set it too.');
  if (e.PUBLIC_URL === undefined)
    throw new Error('MODE=production needs PUBLIC_URL, the address people see.');
}

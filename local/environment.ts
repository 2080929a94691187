import { join } from 'node:path';

/** What the programs of the project are told of the embedded parts (see config.ts). */
export function environment(facts: {
  data: string;
  apiPort: number;
  metricsPort: number;
  databaseUrl: string;
  temporalAddress: string;
  /** Of the engine's Web UI, which may have payloads decoded; empty where it is not ours. */
  temporalUi: string;
  smtpUrl: string;
  issuer: string;
}): NodeJS.ProcessEnv {
  return {
    ...process.env,
    MODE: 'embedded',
    HOST: '127.0.0.1',
    PORT: String(facts.apiPort),
    PUBLIC_URL: `http://127.0.0.1:${facts.apiPort}`,
    METRICS_PORT: String(facts.metricsPort),
    DATABASE_URL: facts.databaseUrl,
    TEMPORAL_ADDRESS: facts.temporalAddress,
    ...(facts.temporalUi === '' ? {} : { TEMPORAL_UI_URL: facts.temporalUi }),
    OIDC_ISSUER: facts.issuer,
    OIDC_AUDIENCE: 'gongmun',
    SMTP_URL: facts.smtpUrl,
    MAIL_FROM: 'gongmun@demo.invalid',
    FILES_DIR: join(facts.data, 'files'),
    KEYS_DIR: join(facts.data, 'keys'),
    // Everybody on this machine is one address.
    RATE_LIMIT_PER_MINUTE: process.env.RATE_LIMIT_PER_MINUTE ?? '100000',
    PERSON_LIMIT_PER_MINUTE: '100000',
    ORGANISATION_LIMIT_PER_MINUTE: '100000',
    OFFICE_LIMIT_PER_MINUTE: '100000',
    CODEC_ORIGINS: [facts.temporalUi, facts.temporalUi.replace('127.0.0.1', 'localhost')]
      .filter((origin) => origin !== '')
      .join(),
    LOG_LEVEL: process.env.LOG_LEVEL ?? 'info',
  };
}

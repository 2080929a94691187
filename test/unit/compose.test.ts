import { readdirSync, readFileSync, statSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { DockerfileParser, type Instruction } from 'dockerfile-ast';
import { parse } from 'yaml';
import { z } from 'zod';
import { readConfig } from '../../config';

const ROOT = join(__dirname, '../..');
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

const text = z.string().min(1);
const duration = z.string().regex(/^\d+(ms|s|m|h)$/);

/** The part of the Compose specification that we use; anything else is a slip of the pen. */
const Service = z.strictObject({
  image: text,
  build: z.string().optional(),
  command: z.array(z.string()).optional(),
  entrypoint: z.array(z.string()).optional(),
  restart: z.enum(['no', 'unless-stopped']),
  init: z.boolean().optional(),
  read_only: z.boolean().optional(),
  tmpfs: z.array(z.string()).optional(),
  security_opt: z.array(z.string()).optional(),
  cap_drop: z.array(z.string()).optional(),
  stop_grace_period: duration.optional(),
  environment: z.record(z.string().regex(/^[A-Z][A-Z0-9_]*$/), z.string()).optional(),
  depends_on: z
    .record(
      z.string(),
      z.strictObject({ condition: z.enum(['service_healthy', 'service_completed_successfully']) }),
    )
    .optional(),
  volumes: z.array(z.string().regex(/^[a-z-]+:\/[a-z/]+$/)).optional(),
  configs: z.array(z.strictObject({ source: text, target: z.string().startsWith('/') })).optional(),
  ports: z.array(z.string().regex(/^127\.0\.0\.1:\d{2,5}:\d{2,5}$/)).optional(),
  healthcheck: z
    .union([
      z.strictObject({ disable: z.literal(true) }),
      z.strictObject({
        test: z.tuple([z.enum(['CMD', 'CMD-SHELL'])], z.string()),
        interval: duration,
        timeout: duration,
        retries: z.number().int().positive(),
        start_period: duration.optional(),
      }),
    ])
    .optional(),
});

const Compose = z.strictObject({
  name: text,
  'x-gongmun': z.unknown(),
  'x-gongmun-environment': z.unknown(),
  services: z.record(z.string().regex(/^[a-z][a-z-]*$/), Service),
  volumes: z.record(z.string(), z.null()),
  configs: z.record(z.string(), z.strictObject({ content: text })),
});

const compose = Compose.parse(parse(read('docker-compose.yml'), { merge: true }));
const services = Object.entries(compose.services);
const OURS = ['migrate', 'api', 'worker'];

/** `${NAME}`, `${NAME:-default}`, `${NAME:?message}` and `$$`, as Compose replaces them. */
function interpolate(value: string, env: Record<string, string>): string {
  return value.replace(/\$\$|\$\{([A-Z0-9_]+)(?::([-?])([^}]*))?\}/g, (whole, name, kind, rest) => {
    if (whole === '$$') return '$';
    return env[name] ?? (kind === '-' ? rest : `\${${name} is not set}`);
  });
}

const SET = {
  PUBLIC_URL: 'https://gongmun.example.org',
  IDENTITY_URL: 'https://id.example.org',
  POSTGRES_PASSWORD: 'a1',
  APP_POSTGRES_PASSWORD: 'd4',
  KEYS_POSTGRES_PASSWORD: 'e5',
  MAIL_FROM: 'gongmun@example.org',
  S3_ACCESS_KEY_ID: 'b2',
  S3_SECRET_ACCESS_KEY: 'c3',
};

const environmentOf = (name: string): Record<string, string> =>
  Object.fromEntries(
    Object.entries(compose.services[name]?.environment ?? {}).map(([key, value]) => [
      key,
      interpolate(value, SET),
    ]),
  );

describe('docker-compose.yml', () => {
  it('starts every production part', () => {
    const parts = [
      'postgres',
      'keys-postgres',
      'temporal',
      'temporal-ui',
      'files',
      'clamd',
      'mail',
      'identity',
      'migrate',
      'api',
      'worker',
    ];
    expect(Object.keys(compose.services)).toEqual(expect.arrayContaining(parts));
  });

  it('migrates once, and loads no form whose office cannot be there yet', () => {
    expect(compose.services.migrate?.command).toEqual(['node', '--import', 'tsx', 'db/migrate.ts']);
  });

  it.each(services)('pins the image of %s by version', (_name, { image }) => {
    expect(image).toMatch(/:v?\d+\.\d+(\.\d+)?(-[a-z]+)?$/);
  });

  it.each(services)(
    'names only services, volumes and configurations that there are, in %s',
    (_name, service) => {
      for (const [other, { condition }] of Object.entries(service.depends_on ?? {})) {
        const found = compose.services[other];
        expect(found).toBeDefined();
        if (condition === 'service_healthy') expect(found?.healthcheck).toHaveProperty('test');
        else expect(found?.restart).toBe('no');
      }
      for (const volume of service.volumes ?? [])
        expect(compose.volumes).toHaveProperty([volume.split(':')[0] ?? '']);
      for (const { source } of service.configs ?? []) expect(compose.configs).toHaveProperty([source]);
    },
  );

  it('declares no volume or configuration that nobody uses', () => {
    const used = services.flatMap(
      ([, service]) => service.volumes?.map((volume) => volume.split(':')[0]) ?? [],
    );
    expect(Object.keys(compose.volumes).filter((volume) => !used.includes(volume))).toEqual([]);
    const sources = services.flatMap(([, service]) => service.configs?.map((config) => config.source) ?? []);
    expect(Object.keys(compose.configs).filter((config) => !sources.includes(config))).toEqual([]);
  });

  it('has no default for a secret, so that none is forgotten', () => {
    const secrets = services.flatMap(([name, service]) =>
      Object.entries(service.environment ?? {})
        .filter(([key]) => /PASSWORD|SECRET|PWD|ACCESS_KEY|DATABASE_URL|KEYSTORE_URL/.test(key))
        .map(([key, value]) => `${name} ${key} ${value}`),
    );
    expect(secrets.length).toBeGreaterThan(10);
    for (const secret of secrets) {
      expect(secret).toMatch(/\$\{[A-Z0-9_]+:\?/);
      expect(secret).not.toMatch(/\$\{[A-Z0-9_]+(:?-[^}]*)?\}/);
    }
  });

  it.each(OURS)('gives %s what config.ts asks for, and nothing that it does not know', (name) => {
    const environment = environmentOf(name);
    expect(readConfig(environment)).toMatchObject({
      mode: 'production',
      publicUrl: 'https://gongmun.example.org',
      identity: { issuer: 'https://id.example.org/realms/gongmun', audience: 'gongmun' },
      files: { kind: 's3', bucket: compose.services.files?.environment?.S3_BUCKET },
    });
    expect(Object.keys(environment).filter((key) => !knownVariables().includes(key))).toEqual([]);
  });

  it('lets nobody but the migration be the owner of the tables', () => {
    const userOf = (url: string | undefined) => new URL(String(url)).username;
    const { MIGRATION_DATABASE_URL } = environmentOf('migrate');
    expect(userOf(MIGRATION_DATABASE_URL)).toBe(compose.services.postgres?.environment?.POSTGRES_USER);
    for (const name of OURS)
      expect(userOf(environmentOf(name).DATABASE_URL)).not.toBe(userOf(MIGRATION_DATABASE_URL));
    for (const name of ['api', 'worker']) {
      expect(environmentOf(name)).not.toHaveProperty('MIGRATION_DATABASE_URL');
      expect(JSON.stringify(compose.services[name])).not.toContain('${POSTGRES_PASSWORD');
    }
  });

  it('leads every address of ours to a service that there is', () => {
    const environment = environmentOf('api');
    const { DATABASE_URL, KEYSTORE_URL, TEMPORAL_ADDRESS, SMTP_URL, S3_ENDPOINT, CLAMD_ADDRESS } =
      environment;
    const hosts = [
      DATABASE_URL,
      KEYSTORE_URL,
      `tcp://${TEMPORAL_ADDRESS}`,
      SMTP_URL,
      S3_ENDPOINT,
      `tcp://${CLAMD_ADDRESS}`,
    ];
    for (const url of hosts) expect(Object.keys(compose.services)).toContain(new URL(String(url)).hostname);
  });

  it('lets API and worker end by themselves, and write nowhere but to their keys', () => {
    for (const name of ['api', 'worker']) {
      expect(compose.services[name]).toMatchObject({ read_only: true, stop_grace_period: '20s' });
      expect(compose.services[name]?.volumes).toEqual(['keys:/keys']);
    }
  });

  it('imports a realm that is JSON', () => {
    const realm = JSON.parse(interpolate(compose.configs['identity-realm']?.content ?? '', SET));
    expect(realm).toMatchObject({
      realm: 'gongmun',
      clients: [{ redirectUris: ['https://gongmun.example.org/*'] }],
    });
  });
});

describe('the Dockerfile', () => {
  const dockerfile = DockerfileParser.parse(read('Dockerfile'));
  const of = (keyword: string): Instruction[] =>
    dockerfile.getInstructions().filter((instruction) => instruction.getKeyword() === keyword);
  const arguments_ = (keyword: string): string[] => of(keyword).map((one) => one.getArgumentsContent() ?? '');

  it('builds in stages on one Node version, pinned', () => {
    const images = dockerfile.getFROMs().map((from) => from.getImage());
    expect(images).toHaveLength(3);
    expect(new Set(images).size).toBe(1);
    expect(images[0]).toMatch(/^node:20\.\d+\.\d+-[a-z]+-slim$/);
  });

  it('installs what the lockfile says, without what only development needs', () => {
    expect(arguments_('RUN').join('\n')).toContain('npm ci --omit=dev');
  });

  it('runs as a user without rights, tells its health, and starts without a shell between', () => {
    expect(arguments_('USER')).toEqual(['node']);
    expect(of('HEALTHCHECK')).toHaveLength(1);
    expect(arguments_('CMD')).toEqual(['["node", "--import", "tsx", "api/main.ts"]']);
    expect(arguments_('ADD')).toEqual([]);
  });

  it('copies what there is, and .dockerignore lets it through', () => {
    const allowed = read('.dockerignore')
      .split('\n')
      .filter((line) => line.startsWith('!'))
      .map((line) => line.slice(1));
    const copied = dockerfile
      .getCOPYs()
      .filter((copy) => copy.getFromFlag() === null)
      .flatMap((copy) =>
        copy
          .getArguments()
          .slice(0, -1)
          .map((argument) => argument.getValue()),
      );
    expect([...new Set(copied)].sort()).toEqual([...allowed].sort());
    for (const path of copied) expect(() => statSync(join(ROOT, path))).not.toThrow();
  });

  it('holds every package that the processes import', () => {
    const { dependencies } = JSON.parse(read('package.json'));
    const folders = ['domain', 'workflows', 'activities', 'adapters', 'usecases', 'db', 'api', 'worker'];
    const sources = ['config.ts', ...folders.flatMap((folder) => sourcesIn(folder))];
    const missing = sources.flatMap((source) =>
      packagesOf(read(source))
        .filter((name) => !(name in dependencies))
        .map((name) => `${source}: ${name}`),
    );
    expect(sources.length).toBeGreaterThan(50);
    expect(missing).toEqual([]);
    expect(dependencies).toHaveProperty('tsx');
  });
});

function knownVariables(): string[] {
  return [...read('config.ts').matchAll(/^ {2}([A-Z][A-Z0-9_]+): /gm)].map((match) => match[1] ?? '');
}

function sourcesIn(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.d.ts'))
    .map((path) => join(folder, path));
}

/** Values only: a type is gone when the process runs. */
function packagesOf(source: string): string[] {
  return [...source.matchAll(/^(?:import|export)\s(?!type\b)[^;]*?from '([^'.][^']*)'/gm)]
    .map((match) => match[1] ?? '')
    .filter((name) => !name.startsWith('node:') && !builtinModules.includes(name))
    .map((name) =>
      name
        .split('/')
        .slice(0, name.startsWith('@') ? 2 : 1)
        .join('/'),
    );
}

describe('README.md', () => {
  it('has a line for every variable that config.ts reads', () => {
    const readme = read('README.md');
    expect(knownVariables().length).toBeGreaterThan(25);
    expect(knownVariables().filter((name) => !readme.includes(`\`${name}\``))).toEqual([]);
  });
});

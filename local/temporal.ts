import { Connection } from '@temporalio/client';
import { type Child, startChild, waitFor } from './child';
import { freePort } from './free-port';

export interface LocalTemporal {
  address: string;
  /** The Web UI, where it was asked for. */
  uiAddress: string | undefined;
  child: Child;
  stop(): Promise<void>;
}

export interface TemporalOptions {
  cli: string;
  /** Kept there and flushed at each commit; in memory when left out. */
  dbFile?: string;
  port?: number;
  uiPort?: number;
  /** Where the Web UI has payloads decoded. */
  codecEndpoint?: string;
  logFile?: string;
}

/** How long the engine keeps the history of an ended run (design §3: set and read back). */
const RETENTION_SECONDS = 30 * 24 * 3600;

/** One process serves every queue: spread over the usual four partitions most tasks were handed on once more. */
const ONE_PARTITION = ['Read', 'Write'].flatMap((kind) => [
  '--dynamic-config-value',
  `matching.numTaskqueue${kind}Partitions=1`,
]);

/** Temporal's own development server, on loopback. */
export async function startTemporal(options: TemporalOptions): Promise<LocalTemporal> {
  const port = await freePort(options.port);
  const durable =
    options.dbFile === undefined
      ? []
      : [
          '--db-filename',
          options.dbFile,
          '--sqlite-pragma',
          'journal_mode=WAL',
          '--sqlite-pragma',
          'synchronous=FULL',
        ];
  const codec = options.codecEndpoint === undefined ? [] : ['--ui-codec-endpoint', options.codecEndpoint];
  const ui =
    options.uiPort === undefined
      ? ['--headless']
      : ['--ui-ip', '127.0.0.1', '--ui-port', String(options.uiPort), ...codec];
  const child = startChild(
    options.cli,
    [
      'server',
      'start-dev',
      '--ip',
      '127.0.0.1',
      '--port',
      String(port),
      ...ui,
      ...durable,
      ...ONE_PARTITION,
      '--log-level',
      'error',
    ],
    { logFile: options.logFile },
  );
  const address = `127.0.0.1:${port}`;
  await waitFor(() => setRetention(address), {
    within: 60_000,
    failed: 'Temporal did not come up; see its log.',
    child,
  });
  return {
    address,
    uiAddress: options.uiPort === undefined ? undefined : `http://127.0.0.1:${options.uiPort}`,
    child,
    stop: () => child.stop('SIGINT'),
  };
}

async function setRetention(address: string): Promise<boolean> {
  const connection = await Connection.connect({ address, connectTimeout: 2_000 });
  try {
    const { workflowService } = connection;
    const config = { workflowExecutionRetentionTtl: { seconds: RETENTION_SECONDS as never } };
    await workflowService.updateNamespace({ namespace: 'default', config });
    const read = await workflowService.describeNamespace({ namespace: 'default' });
    return Number(read.config?.workflowExecutionRetentionTtl?.seconds ?? 0) === RETENTION_SECONDS;
  } finally {
    await connection.close();
  }
}

import { readFile } from 'node:fs/promises';
import type { ConnectionOptions } from '@temporalio/client';

export interface EngineSettings {
  address: string;
  tls: boolean;
  /** PEM of the authority that the engine's certificate leads to, where it is none that everybody knows. */
  caFile: string | undefined;
  /** PEM of our own certificate and its key, where the engine asks for one. */
  certificate: { file: string; keyFile: string } | undefined;
  apiKey: string | undefined;
}

export type EngineAccess = Required<Pick<ConnectionOptions, 'address'>> & {
  tls?: Exclude<ConnectionOptions['tls'], null | undefined>;
  apiKey?: string;
};

/** How every connection to the engine is made: of the API, of the worker's pollers and of its client, of the audit. */
export async function engineAccess(settings: EngineSettings): Promise<EngineAccess> {
  const { address, tls, caFile, certificate, apiKey } = settings;
  const key = apiKey === undefined ? {} : { apiKey };
  if (!tls) return { address, ...key };
  return {
    address,
    ...key,
    tls: {
      ...(caFile === undefined ? {} : { serverRootCACertificate: await readFile(caFile) }),
      ...(certificate === undefined
        ? {}
        : {
            clientCertPair: {
              crt: await readFile(certificate.file),
              key: await readFile(certificate.keyFile),
            },
          }),
    },
  };
}

import { type KeyObject, verify, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { chainOf } from './chain';
import { algorithmOf } from './key-kind';
import { lowS } from './low-s';
import { publishKey } from './publish-key';
import type { KeySource, Purpose, SigningKey } from './signing-key';
import { signingUnavailable } from './signing-unavailable';
import { createTransit, type Transit } from './transit';

export interface KeyServiceSettings {
  /** `https://vault.example:8200` */
  url: string;
  /** Read at each call, so that an agent may renew the token in it. */
  tokenFile: string;
  /** Where the Transit engine is mounted. */
  mount: string;
  /** The names of the keys there. */
  keys: Partial<Record<Purpose, string>>;
  /** PEM: the certificates of the seal's key, of each version that shall seal, and their issuers. */
  certificatesFile: string | undefined;
}

/** A new version begins to sign, and is published by every process, within this time. */
const FRESH_MS = 60_000;

interface Loaded {
  /** Oldest first. */
  versions: SigningKey[];
  at: number;
}

/**
 * Keys that never leave a service which speaks the Transit API of HashiCorp Vault and OpenBao. The newest version signs
 * (of a seal, the newest that has a certificate); all are published. What the service returns is verified before anybody
 * sees it: a signature that does not fit is worse than none.
 */
export function createServiceSource(purpose: Purpose, name: string, settings: KeyServiceSettings): KeySource {
  const transit = createTransit(settings);
  let loaded: Loaded | undefined;
  let loading: Promise<Loaded> | undefined;

  function load(): Promise<Loaded> {
    loading ??= readVersions(purpose, name, transit, settings.certificatesFile)
      .then((versions) => {
        loaded = { versions, at: Date.now() };
        return loaded;
      })
      .finally(() => {
        loading = undefined;
      });
    return loading;
  }

  async function versions(): Promise<SigningKey[]> {
    try {
      if (loaded === undefined) return (await load()).versions;
      // Nobody waits for what is only to be fresh; a service that is away is met when something is signed.
      if (Date.now() - loaded.at > FRESH_MS) load().catch(() => {});
      return loaded.versions;
    } catch (cause) {
      throw signingUnavailable(cause);
    }
  }

  return {
    async current() {
      const newest = (await versions()).findLast(
        ({ certificates }) => purpose !== 'seal' || certificates.length > 0,
      );
      if (newest === undefined) throw signingUnavailable(new Error('No version of the key can sign.'));
      return newest;
    },
    async published() {
      return (await versions()).map(({ publicJwk }) => publicJwk);
    },
  };
}

async function readVersions(
  purpose: Purpose,
  name: string,
  transit: Transit,
  certificatesFile: string | undefined,
): Promise<SigningKey[]> {
  const certificates =
    certificatesFile === undefined ? [] : readCertificates(await readFile(certificatesFile, 'utf8'));
  const found = await transit.publicKeys(name);
  return Promise.all(
    found.map(async ({ version, publicKey }): Promise<SigningKey> => {
      const algorithm = algorithmOf(purpose, publicKey);
      const chain = purpose === 'seal' ? chainOf(publicKey, certificates) : [];
      const publicJwk = await publishKey(purpose, publicKey, chain);
      return {
        ...{ kid: publicJwk.kid, purpose, algorithm, publicJwk, certificates: chain },
        async sign(data) {
          try {
            const signature = await transit.sign(name, version, algorithm, data);
            const final = algorithm === 'ES256' ? lowS(signature) : signature;
            if (!fits(algorithm, publicKey, data, final))
              throw new Error('The signature does not fit the key.');
            return final;
          } catch (cause) {
            throw signingUnavailable(cause);
          }
        },
      };
    }),
  );
}

const fits = (
  algorithm: SigningKey['algorithm'],
  publicKey: KeyObject,
  data: Uint8Array,
  signature: Uint8Array,
): boolean => verify(algorithm === 'EdDSA' ? null : 'sha256', data, publicKey, signature);

const readCertificates = (text: string): X509Certificate[] =>
  (text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []).map(
    (block) => new X509Certificate(block),
  );

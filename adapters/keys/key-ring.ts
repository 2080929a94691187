import { X509Certificate } from 'node:crypto';
import { readKeyFile } from './key-file';
import { folderOf, keyFiles, readKeyFolder } from './key-folder';
import { createServiceSource, type KeyServiceSettings } from './key-service';
import { createFirstKey } from './new-key';
import { type KeySource, PURPOSES, type PublishedKey, type Purpose, type SigningKey } from './signing-key';
import { signingUnavailable } from './signing-unavailable';

export interface KeySettings {
  /** The folder of key files; what lies in it is published even where another source signs. */
  dir: string | undefined;
  /** A PEM or PKCS #12 file for a purpose: it signs instead of the folder's keys. */
  files: Partial<Record<Purpose, string>>;
  passphraseFile: string | undefined;
  /** Signs instead of files and folder, for each purpose that it has a key for. */
  service: KeyServiceSettings | undefined;
  /** The address people see: the organisation in certificates that are made here. */
  issuer: string;
}

export interface KeyRing {
  /** @throws GongmunError `evidence.signing_unavailable` (503) */
  current(purpose: Purpose): Promise<SigningKey>;
  /**
   * The public keys of every purpose, old ones included, each once.
   * @throws GongmunError `evidence.signing_unavailable` (503) while a service has never answered
   */
  published(): Promise<PublishedKey[]>;
}

/**
 * The keys of this installation.
 * @param mayInvent asked when a key is missing: whether there is nothing yet that an earlier key has signed
 * @throws Error when a key cannot be used, is missing and may not be made, or serves two purposes
 */
export async function createKeyRing(
  settings: KeySettings,
  mayInvent: () => Promise<boolean>,
): Promise<KeyRing> {
  const { dir } = settings;
  // A folder from before there were other purposes is completed; one that is empty may have been lost.
  const isOurs = dir !== undefined && (await keyFiles(dir)).length > 0;
  const sources = new Map<Purpose, KeySource>();
  for (const purpose of PURPOSES) {
    const invents = async () => (isOurs && purpose !== 'evidence') || (await mayInvent());
    sources.set(purpose, await createSource(purpose, settings, invents));
  }
  const ring: KeyRing = {
    async current(purpose) {
      const source = sources.get(purpose);
      if (source === undefined) throw new Error(`There are no keys of purpose ${purpose}.`);
      return inForce(await source.current());
    },
    async published() {
      const lists = await Promise.all([...sources.values()].map((source) => source.published()));
      return onePurposeEach(lists.flat());
    },
  };
  if (settings.service === undefined) await ring.published();
  return ring;
}

async function createSource(
  purpose: Purpose,
  settings: KeySettings,
  mayInvent: () => Promise<boolean>,
): Promise<KeySource> {
  const signs = await signingSource(purpose, settings);
  const { dir } = settings;
  if (dir === undefined) {
    if (signs === undefined)
      throw new Error(`No key of purpose ${purpose} is named, and there is no KEYS_DIR.`);
    return signs;
  }
  if (signs === undefined && (await readKeyFolder(dir, purpose)).signing.length === 0) {
    if (!(await mayInvent()))
      throw new Error(
        `${folderOf(dir, purpose)} holds no key, but evidence exists that one has signed: restore the keys, or add a new one (docs/operations.md, Signing keys).`,
      );
    await createFirstKey(dir, purpose, settings.issuer);
  }
  const folder = await readKeyFolder(dir, purpose);
  const newest = folder.signing.at(-1);
  return {
    async current() {
      if (signs !== undefined) return signs.current();
      if (newest === undefined) throw signingUnavailable(new Error('The folder holds no private key.'));
      return newest;
    },
    published: async () => [...folder.published, ...((await signs?.published()) ?? [])],
  };
}

/** What signs instead of the folder's newest key. */
async function signingSource(purpose: Purpose, settings: KeySettings): Promise<KeySource | undefined> {
  const { service, files, passphraseFile } = settings;
  const name = service?.keys[purpose];
  if (service !== undefined && name !== undefined) return createServiceSource(purpose, name, service);
  const file = files[purpose];
  if (file === undefined) return undefined;
  const key = await readKeyFile(purpose, file, passphraseFile);
  return { current: async () => key, published: async () => [key.publicJwk] };
}

/** A seal made after its certificate has ended is worth nothing to whoever checks it. */
function inForce(key: SigningKey): SigningKey {
  for (const certificate of key.certificates) {
    if (new Date(new X509Certificate(certificate).validTo).getTime() < Date.now())
      throw signingUnavailable(new Error('A certificate of the seal has ended.'));
  }
  return key;
}

/** @throws Error when a key is there for two purposes: what it signs would mean either */
function onePurposeEach(keys: PublishedKey[]): PublishedKey[] {
  const byId = new Map<string, PublishedKey>();
  for (const key of keys) {
    const known = byId.get(key.kid);
    if (known !== undefined && known.purpose !== key.purpose)
      throw new Error(`The key ${key.kid} is there for ${known.purpose} and for ${key.purpose}.`);
    if (known?.x5c === undefined) byId.set(key.kid, key);
  }
  return [...byId.values()];
}

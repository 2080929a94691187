import { lookup as resolve } from 'node:dns/promises';
import { isIP } from 'node:net';
import { isPublicAddress } from './public-address';

export interface Address {
  address: string;
  family: number;
}

/** All addresses of a name. */
export type Lookup = (name: string) => Promise<Address[]>;

export const systemLookup: Lookup = (name) => resolve(name, { all: true, verbatim: true });

/** Why nothing is sent there; stable codes. */
export type TargetRefusal = 'url_invalid' | 'url_not_https' | 'name_unknown' | 'address_refused';

export class TargetRefused extends Error {
  constructor(readonly refusal: TargetRefusal) {
    super(`Nothing is sent to this target (${refusal}).`);
    this.name = 'TargetRefused';
  }
}

export interface TargetRules {
  /** `any`: plain HTTP and every address too, for the embedded default. */
  targets: 'public' | 'any';
  lookup: Lookup;
}

export interface Target {
  url: URL;
  /** Where to connect: the one address that was checked, whatever the name means a moment later. */
  address: Address;
}

/**
 * Looks a target's name up, once, and checks what it means now. A name of which one address alone is not public is
 * refused whole: whoever answers for it does not mean us well.
 * @throws TargetRefused
 */
export async function findTarget(text: string, { targets, lookup }: TargetRules): Promise<Target> {
  const url = parse(text);
  if (url.protocol !== 'https:' && !(targets === 'any' && url.protocol === 'http:'))
    throw new TargetRefused('url_not_https');
  const name = url.hostname.replace(/^\[|\]$/g, '');
  const family = isIP(name);
  const found =
    family === 0
      ? await lookup(name).catch(() => {
          throw new TargetRefused('name_unknown');
        })
      : [{ address: name, family }];
  const [first] = found;
  if (first === undefined) throw new TargetRefused('name_unknown');
  if (targets === 'public' && !found.every(({ address }) => isPublicAddress(address)))
    throw new TargetRefused('address_refused');
  return { url, address: first };
}

const LONGEST = 2_000;

function parse(text: string): URL {
  const url = text.length <= LONGEST && URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || url.username !== '' || url.password !== '' || url.hash !== '')
    throw new TargetRefused('url_invalid');
  return url;
}

import { type RequestIdentity, reusedForOther } from './idempotent';

/** The part of an idempotency record that the request gives. */
export const recordOf = ({ actor, key, digest }: RequestIdentity) => ({
  actor,
  key,
  requestDigest: digest,
});

/** @throws GongmunError `idempotency.key_reused` where the key made something of another kind */
export function idIn(resource: string, kind: string): string {
  const [found, id] = resource.split(':');
  if (found !== kind || id === undefined) throw reusedForOther();
  return id;
}

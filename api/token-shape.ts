/** More than any issuer's access token is; what is longer is not even decoded. */
const LONGEST = 8_192;
const PARTS = /^([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)$/;
/** Pinned: `none` and every symmetric algorithm are out, whatever a token's header says (RFC 8725 §3.1). */
export const ALGORITHMS = ['RS256', 'PS256', 'ES256', 'EdDSA'];
/** Headers that bring keys along, lead to some, or change how the rest is read (RFC 8725 §3.10, RFC 7515 §4.1.11). */
const UNWANTED = ['jwk', 'jku', 'x5u', 'x5c', 'crit', 'b64', 'zip', 'enc'];
/** RFC 9068 §2.1, and what issuers before it write. */
const TYPES = ['at+jwt', 'application/at+jwt', 'jwt'];

/**
 * Whether a token is written as its issuer would: three parts in canonical base64url, JSON without a member twice (RFC 7519
 * §4), a header of a pinned algorithm that names no key but by its id. Costs no look at a key.
 */
export function isWellFormed(token: string): boolean {
  if (token.length > LONGEST) return false;
  const parts = PARTS.exec(token)?.slice(1) ?? [];
  if (parts.length !== 3 || parts.some((part) => !isCanonical(part))) return false;
  const [header, payload] = parts.map(objectIn);
  if (header === undefined || payload === undefined) return false;
  const { alg, typ = 'JWT' } = header;
  if (!ALGORITHMS.some((one) => one === alg)) return false;
  if (typeof typ !== 'string' || !TYPES.includes(typ.toLowerCase())) return false;
  return UNWANTED.every((name) => !Object.hasOwn(header, name));
}

/** One value has one spelling: else a token that was refused or withdrawn would have others. */
const isCanonical = (part: string): boolean => Buffer.from(part, 'base64url').toString('base64url') === part;

function objectIn(part: string): Record<string, unknown> | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(
      Buffer.from(part, 'base64url'),
    );
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    return repeats(text) ? undefined : (value as Record<string, unknown>);
  } catch {
    return undefined;
  }
}

/** Whether some object in valid JSON has a member twice: parsers take the first or the last, and not the same. */
function repeats(json: string): boolean {
  const open: Set<string>[] = [];
  let last = '';
  for (const [mark] of json.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\]:]/g)) {
    if (mark === '{' || mark === '[') open.push(new Set());
    else if (mark === '}' || mark === ']') open.pop();
    else if (mark === ':') {
      const name: string = JSON.parse(last);
      if (open.at(-1)?.has(name)) return true;
      open.at(-1)?.add(name);
    }
    last = mark;
  }
  return false;
}

/** Crockford's base 32: no letter that could be read as another or as a digit. */
export const TRACKING_ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Twenty characters in groups that can be read out. */
export function formatTrackingCode(characters: string): string {
  return [0, 5, 10, 15].map((start) => characters.slice(start, start + 5)).join('-');
}

/** @param random 20 random bytes: 100 random bits (design §7 asks for 80) */
export const trackingCodeOf = (random: Uint8Array): string =>
  formatTrackingCode([...random].map((byte) => TRACKING_ALPHABET[byte % 32]).join(''));

/** What somebody typed as it was given out, or undefined where it is no tracking code. I, L and O are read as meant. */
export function readTrackingCode(typed: string): string | undefined {
  const characters = typed
    .toUpperCase()
    .replaceAll(/[\s-]/g, '')
    .replaceAll(/[IL]/g, '1')
    .replaceAll('O', '0');
  const known = [...characters].every((character) => TRACKING_ALPHABET.includes(character));
  return characters.length === 20 && known ? formatTrackingCode(characters) : undefined;
}

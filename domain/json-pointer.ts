/** The pointer (RFC 6901) to a member or element of what `pointer` points to. */
export function pointerTo(pointer: string, ...tokens: (string | number)[]): string {
  return tokens.reduce<string>(
    (at, token) => `${at}/${String(token).replaceAll('~', '~0').replaceAll('/', '~1')}`,
    pointer,
  );
}

/** The unescaped tokens of a pointer; `undefined` when it is not one. */
export function pointerTokens(pointer: string): string[] | undefined {
  if (!/^(?:\/(?:[^~/]|~[01])*)*$/.test(pointer)) return undefined;
  return pointer
    .split('/')
    .slice(1)
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** What the pointer points to among own members and elements; `undefined` when nothing is there. */
export function valueAt(document: unknown, pointer: string): unknown {
  const tokens = pointerTokens(pointer);
  if (tokens === undefined) return undefined;
  return tokens.reduce<unknown>(
    (value, token) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, token)
        ? (value as Record<string, unknown>)[token]
        : undefined,
    document,
  );
}

export interface BoundedAnswer {
  status: number;
  /** Media type without parameters. */
  type: string;
  bytes: Buffer;
}

const WITHIN_MS = 10_000;
const MOST_BYTES = 64 * 1024;

/**
 * Asks a server of somebody else, who may be slow, gone or talkative.
 * @param signal gives up before that
 * @throws Error when there is no answer within 10 s, it is longer than 64 KiB, or it leads elsewhere
 */
export async function boundedPost(
  url: string,
  type: string,
  body: string | Uint8Array<ArrayBuffer>,
  signal: AbortSignal,
): Promise<BoundedAnswer> {
  const response = await fetch(url, {
    method: 'POST',
    body,
    headers: { 'content-type': type },
    redirect: 'error',
    signal: AbortSignal.any([signal, AbortSignal.timeout(WITHIN_MS)]),
  });
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of response.body ?? []) {
    bytes += part.length;
    if (bytes > MOST_BYTES) throw new Error('The answer is too long.');
    parts.push(part);
  }
  const answered = response.headers.get('content-type') ?? '';
  return {
    status: response.status,
    type: answered.split(';')[0]?.trim() ?? '',
    bytes: Buffer.concat(parts),
  };
}

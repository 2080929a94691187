import { EventSourceParserStream } from 'eventsource-parser/stream';
import { bearer } from '../session/session';

const AGAIN_AFTER_MS = 1_000;
const LONGEST_MS = 60_000;
/** Silence for longer than two heartbeats: the connection is dead, whatever the browser thinks. */
const SILENT_MS = 40_000;

interface Follower {
  /** `version` of what has one. */
  changed(told: { version?: number }): void;
  /** Whether changes are being told at the moment. */
  live(now: boolean): void;
}

/**
 * Follows a stream of events of the API until `stop`: by fetch, since an EventSource cannot say who asks. A stream that breaks
 * is taken up again where it was, ever more slowly; one that is refused is left.
 */
export function follow(path: string, { changed, live }: Follower, stop: AbortSignal): void {
  let heard: string | undefined;
  let failures = 0;

  async function listen(): Promise<'again' | 'refused'> {
    const token = bearer();
    if (token === undefined) return 'refused';
    const broken = new AbortController();
    let silence = setTimeout(() => broken.abort(), SILENT_MS);
    const alive = () => {
      clearTimeout(silence);
      silence = setTimeout(() => broken.abort(), SILENT_MS);
    };
    try {
      const answer = await fetch(path, {
        signal: AbortSignal.any([stop, broken.signal]),
        headers: {
          Accept: 'text/event-stream',
          Authorization: `Bearer ${token}`,
          ...(heard === undefined ? {} : { 'Last-Event-ID': heard }),
        },
      });
      if (answer.status >= 400 && answer.status < 500 && answer.status !== 429) return 'refused';
      if (!answer.ok || answer.body === null) return 'again';
      failures = 0;
      live(true);
      const pieces = answer.body
        .pipeThrough(
          new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
            transform(piece, onward) {
              alive();
              onward.enqueue(piece);
            },
          }),
        )
        .pipeThrough(new TextDecoderStream())
        .pipeThrough(new EventSourceParserStream())
        .getReader();
      for (;;) {
        const { done, value } = await pieces.read();
        if (done) return 'again';
        heard = value.id ?? heard;
        changed(JSON.parse(value.data));
      }
    } catch {
      return 'again';
    } finally {
      clearTimeout(silence);
      live(false);
    }
  }

  const run = async () => {
    while (!stop.aborted) {
      if ((await listen()) === 'refused') return;
      const wait = Math.min(AGAIN_AFTER_MS * 2 ** failures, LONGEST_MS);
      failures += 1;
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  };
  void run();
}

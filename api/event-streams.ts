import { PassThrough } from 'node:stream';
import type { Response } from 'express';
import type { SettledListener } from '../db/settled-listener';
import { GongmunError } from '../domain/errors';
import type { Followed } from '../usecases/follow-changes';
import type { Reply } from './route';

export const EVENT_STREAM = 'text/event-stream';

/** A browser opens six connections to one origin at most (HTTP/1.1); the rest is for what the pages ask and send. */
const MOST_OF_ONE_PERSON = 4;
/** Proxies mostly close what says nothing for a minute. */
const HEARTBEAT_MS = 15_000;
/** Changes that come together are told together. */
const GATHER_MS = 1_000;
/** When a client that lost the stream comes again. */
const RETRY_MS = 3_000;
const TOO_MANY_RETRY_SECONDS = 30;

export interface Following {
  person: string;
  topics: string[];
  /** As the client last heard it (`Last-Event-ID`). */
  heard: string | undefined;
  /** When the token ends, and with it the stream; milliseconds since the epoch. */
  until: number;
  /** Authorises anew and says where it stands. @throws GongmunError where it is not to be followed any longer */
  look(): Promise<Followed>;
  res: Response;
}

export interface EventStreams {
  /** @throws GongmunError `streams.too_many` (429) */
  open(following: Following): Reply;
}

/**
 * Server-sent events (WHATWG HTML §9.2): each says that what is followed has changed, and nothing of it, since what it is now
 * is read where every reading is authorised and recorded. Nothing is asked of the database while nothing changes.
 */
export function createEventStreams(changes: Pick<SettledListener, 'watch'>): EventStreams {
  const open = new Map<string, number>();

  return {
    open({ person, topics, heard, until, look, res }) {
      const others = open.get(person) ?? 0;
      if (others >= MOST_OF_ONE_PERSON) throw tooMany();
      open.set(person, others + 1);
      const out = new PassThrough();
      const alarm = createAlarm();
      let ended = false;
      const heartbeat = setInterval(() => write(':\n\n'), HEARTBEAT_MS).unref();
      const expiry = setTimeout(end, Math.min(Math.max(until - Date.now(), 0), LONGEST_TIMER_MS)).unref();
      const leave = changes.watch(topics, { wake: alarm.ring, end });
      res.once('close', end);

      function end(): void {
        if (ended) return;
        ended = true;
        clearInterval(heartbeat);
        clearTimeout(expiry);
        leave();
        alarm.ring();
        const left = (open.get(person) ?? 1) - 1;
        if (left === 0) open.delete(person);
        else open.set(person, left);
        out.end();
      }
      function write(text: string): void {
        // Who reads nothing any more is not kept waiting for.
        if (out.writableNeedDrain) end();
        if (!ended) out.write(text);
      }
      async function tell(): Promise<void> {
        let last = heard;
        // Of what has no position nobody knows what somebody missed who comes again.
        let missed = heard !== undefined;
        while (!ended) {
          alarm.reset();
          const { position, told } = await look();
          const id = position ?? (missed ? String(Date.now()) : last);
          if (id !== undefined && id !== last) {
            write(`event: changed\nid: ${id}\ndata: ${JSON.stringify(told)}\n\n`);
            last = id;
            await alarm.pause(GATHER_MS);
          }
          await alarm.rung();
          missed = true;
        }
      }
      // Gone before it was opened: nothing would tell of it again.
      if (res.destroyed) end();
      write(`retry: ${RETRY_MS}\n\n`);
      // Refused, or a part is away: the client comes again and is told why.
      tell().catch(end);
      return {
        status: 200,
        stream: { source: out, mediaType: EVENT_STREAM },
        // A proxy that gathers answers would hold the events back.
        headers: { 'X-Accel-Buffering': 'no' },
      };
    },
  };
}

const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Rings once for however many reasons; what rang before it was waited for is not lost. */
function createAlarm() {
  let rang = false;
  let wake: (() => void) | undefined;
  return {
    ring(): void {
      rang = true;
      wake?.();
    },
    reset(): void {
      rang = false;
    },
    rung: (): Promise<void> =>
      new Promise((resolve) => {
        if (rang) return resolve();
        wake = resolve;
      }),
    pause: (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms).unref()),
  };
}

function tooMany(): GongmunError {
  return new GongmunError(
    'too_many_requests',
    'streams.too_many',
    `One person follows at most ${MOST_OF_ONE_PERSON} things at a time. Look again now and then instead.`,
    { retryAfter: TOO_MANY_RETRY_SECONDS },
  );
}

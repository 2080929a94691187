import { createParser, type EventSourceMessage } from 'eventsource-parser';
import type { System } from './system';
import { until } from './until';

export interface Followed {
  status: number;
  headers: Headers;
  /** What was told so far. */
  events: EventSourceMessage[];
  /** All that came, heartbeats too. */
  text(): string;
  /** Resolves when the other side ends it. */
  ended: Promise<void>;
  /** The events once there are `count` of them. */
  told(count: number): Promise<EventSourceMessage[]>;
  leave(): void;
}

/** Follows a stream of events as whoever holds the token. */
export async function follow(
  system: Pick<System, 'url'>,
  path: string,
  token: string,
  heard?: string,
): Promise<Followed> {
  const leaving = new AbortController();
  const response = await fetch(system.url + path, {
    signal: leaving.signal,
    headers: {
      authorization: `Bearer ${token}`,
      accept: 'text/event-stream',
      ...(heard === undefined ? {} : { 'last-event-id': heard }),
    },
  });
  const events: EventSourceMessage[] = [];
  let text = '';
  const parser = createParser({ onEvent: (event) => events.push(event) });
  const read = async () => {
    const decoder = new TextDecoder();
    for await (const bytes of response.body ?? []) {
      const piece = decoder.decode(bytes, { stream: true });
      text += piece;
      parser.feed(piece);
    }
  };
  return {
    status: response.status,
    headers: response.headers,
    events,
    text: () => text,
    ended: read().catch(() => {}),
    told: (count) =>
      until(
        async () => events,
        ({ length }) => length >= count,
      ),
    leave: () => leaving.abort(),
  };
}

import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { type Answer, type ApiClient, createApiClient } from '../support/api-client';
import type { Issuer } from '../support/issuer';
import type { Deed, Ledger } from './ledger';

const ANSWER_WITHIN_MS = 20_000;
/** How long somebody goes on asking for an answer: past the end of the load and of the catching up. */
const INSIST_FOR_MS = 300_000;
const BETWEEN_MS = 150;

export interface People {
  /** Submits until somebody says what became of it. */
  submit(document: object, options?: { twiceAtOnce: boolean }): Promise<Deed>;
  /** Acts with the version that the submission has now; read anew where it has changed meanwhile. */
  act(who: string, submission: string, what: string, body: object): Promise<Deed>;
  upload(name: string, text: string): Promise<string>;
  /** The submission as the auditor sees it, once it fits; undefined when it did not in all that time. */
  see(submission: string, fits: (body: Seen) => boolean): Promise<Seen | undefined>;
}

export interface Seen {
  id: string;
  state: string;
  office: string | null;
  outcome: string | null;
  leg: number;
  registrationNumber: string | null;
  pending: unknown[];
}

/** People who go on asking under the same key, at either API, until there is an answer that stands. */
export function createPeople(
  apis: readonly string[],
  issuer: Issuer,
  ledger: Ledger,
  answerWithinMs = ANSWER_WITHIN_MS,
): People {
  const clients = new Map<string, ApiClient[]>();
  let turn = 0;
  const clientOf = (who: string): ApiClient => {
    const token = () => issuer.token(`demo-${who}`);
    const all = clients.get(who) ?? apis.map((url) => createApiClient(url, token));
    clients.set(who, all);
    turn += 1;
    const client = all[turn % all.length];
    if (client === undefined) throw new Error('There is no API.');
    return client;
  };

  async function once(ask: () => Promise<Answer>): Promise<Answer | undefined> {
    const late = pause(answerWithinMs, undefined, { ref: false });
    return Promise.race([ask().catch(() => undefined), late]);
  }

  function note(deed: Deed, answer: Answer | undefined): void {
    const { submission, receipt, command } = answer?.body ?? {};
    const id: string | undefined = submission?.id;
    ledger.note(deed.key, {
      status: answer?.status ?? 'none',
      ...(id === undefined ? {} : { submission: id }),
      ...(command === undefined ? {} : { seq: command.seq }),
      ...(receipt == null ? {} : { receipt: receipt.digest }),
    });
    if (id !== undefined && submission.registrationNumber !== null)
      ledger.noteNumber(id, submission.registrationNumber);
  }

  async function insist(deed: Deed, ask: (client: ApiClient) => Promise<Answer>): Promise<Deed> {
    const end = Date.now() + INSIST_FOR_MS;
    while (Date.now() < end) {
      const answer = await once(() => ask(clientOf(deed.who)));
      note(deed, answer);
      if (answer !== undefined && stands(answer)) {
        if (answer.status >= 400) ledger.refuse(deed.key);
        return deed;
      }
      await pause(BETWEEN_MS);
    }
    return deed;
  }

  async function read(who: string, path: string): Promise<Answer | undefined> {
    const answer = await once(() => clientOf(who).get(path));
    return answer?.status === 200 ? answer : undefined;
  }

  return {
    async submit(document, { twiceAtOnce } = { twiceAtOnce: false }) {
      const key = randomUUID();
      const deed = ledger.intend({ key, who: 'minji', what: 'submit', submission: undefined });
      const wait = key < '8' ? 0 : 5;
      const send = () => insist(deed, (client) => client.submit(document, { key, wait }));
      await Promise.all(twiceAtOnce ? [send(), send()] : [send()]);
      return deed;
    },
    async act(who, submission, what, body) {
      const key = randomUUID();
      const outcome = (body as { outcome?: string }).outcome;
      const told = outcome === undefined ? {} : { outcome };
      const deed = ledger.intend({ key, who, what, submission, ...told });
      const wait = key < '8' ? 0 : 5;
      const path = `/v1/submissions/${submission}`;
      // What was sent once is sent again as it was: whoever transferred it away may not read it any more.
      let etag: string | undefined;
      return insist(deed, async (client) => {
        if (etag === undefined) {
          const seen = await client.get(path);
          if (seen.status !== 200) return seen;
          etag = seen.etag;
        }
        const answer = await client.post(`${path}/${what}`, body, { key, wait, etag });
        if (answer.status === 412) etag = undefined;
        return answer;
      });
    },
    async upload(name, text) {
      const key = randomUUID();
      for (;;) {
        const answer = await once(() => clientOf('minji').upload(name, text, key));
        if (answer?.status === 201 || answer?.status === 200) return answer.body.id;
        if (answer !== undefined && stands(answer)) throw new Error(`An upload: ${answer.status}`);
        await pause(BETWEEN_MS);
      }
    },
    async see(submission, fits) {
      const end = Date.now() + INSIST_FOR_MS;
      while (Date.now() < end) {
        const answer = await read('auditor', `/v1/submissions/${submission}`);
        if (answer !== undefined) {
          const { registrationNumber } = answer.body;
          if (registrationNumber !== null) ledger.noteNumber(submission, registrationNumber);
          if (fits(answer.body)) return answer.body;
        }
        await pause(BETWEEN_MS * 2);
      }
      return undefined;
    },
  };
}

/** Neither "later" nor "what you saw has changed": those are asked again, under the same key. */
function stands({ status, body }: Answer): boolean {
  if (status >= 500 || status === 429 || status === 412) return false;
  return !(status === 409 && body.code === 'idempotency.in_flight');
}

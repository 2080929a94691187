import { readFileSync } from 'node:fs';
import type { Bench } from './environment';
import { post } from './http';

const form = JSON.parse(readFileSync(`${__dirname}/../forms/resident-certificate-request.json`, 'utf8'));
export const DOCUMENT = { form: { id: form.id }, answers: form.example };
const REFUSAL = { reasons: 'Only in part, for it came late.', remedy: 'An objection within ninety days.' };
const DECISION = { outcome: 'granted', reply: { title: 'Decision', body: 'Granted as asked.' } };

/** What people and officials ask of the product, as the bench's two. */
export type Product = ReturnType<typeof createProduct>;

export function createProduct(bench: Bench, tokens: { party: string; official: string }) {
  const headers = (token: string) => ({
    authorization: `Bearer ${token}`,
    'idempotency-key': crypto.randomUUID(),
  });
  return {
    async submit(wait: number, api = bench.api, document: unknown = DOCUMENT) {
      const sent = await post(`${api}/v1/submissions`, document, {
        ...headers(tokens.party),
        ...(wait > 0 ? { prefer: `wait=${wait}` } : {}),
      });
      if (sent.status !== (wait > 0 ? 201 : 202))
        throw new Error(`A submission was answered with ${sent.status}.`);
      return sent;
    },
    async lifecycle(api = bench.api): Promise<string> {
      const sent = await this.submit(30, api);
      const { id } = sent.body.submission;
      const decided = await this.decide(id, sent.etag, { api });
      if (decided.body.submission.state !== 'closed')
        throw new Error('A decision did not close its submission.');
      return id;
    },
    async decide(
      id: string,
      etag: string,
      {
        outcome = 'granted',
        wait = 30,
        api = bench.api,
      }: { outcome?: string; wait?: number; api?: string } = {},
    ) {
      const refusal = outcome === 'granted' ? {} : REFUSAL;
      const decided = await post(
        `${api}/v1/submissions/${id}/decisions`,
        { ...DECISION, outcome, ...refusal },
        { ...headers(tokens.official), 'if-match': etag, ...(wait > 0 ? { prefer: `wait=${wait}` } : {}) },
      );
      if (decided.status !== (wait > 0 ? 200 : 202))
        throw new Error(`A decision was answered with ${decided.status}: ${JSON.stringify(decided.body)}`);
      return decided;
    },
  };
}

export const startApi = (bench: Bench, env: NodeJS.ProcessEnv = {}) =>
  bench.start('api/main.ts', env, async () => (await fetch(`${bench.api}/healthz`)).status === 200);

export const startWorker = (bench: Bench, env: NodeJS.ProcessEnv = {}, program = 'worker/main.ts') =>
  bench.start(program, env, async () => {
    const answer = await fetch(`${bench.api}/readyz`);
    return ((await answer.json()) as { parts: Record<string, string> }).parts.worker === 'ready';
  });

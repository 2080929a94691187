import { dispatchWorkflowIdOf } from '../../workflows/messages';
import type { Answer, PostOptions } from './api-client';
import type { System } from './system';
import { until } from './until';

export const OFFICE = 'haneul-civil';

export const DRAFT = {
  title: '2026년 겨울철 보행로 제설 협조 요청',
  body: [
    { level: 1, text: '귀하의 가정에 평안을 기원합니다.' },
    { level: 1, text: '다음과 같이 협조하여 주시기 바랍니다.' },
    { level: 2, text: '기간: 2026. 12. 1.부터 2027. 2. 28.까지' },
    { level: 2, text: '장소: 건축물에 맞닿은 보행로' },
  ],
  recipients: [{ kind: 'person', id: 'demo-minji' }] as { kind: string; id: string }[],
  openness: { class: 'open' } as { class: string; ground?: number },
};

/** What officials do with a document, the version always the one it has now. */
export function documentsOf(system: Pick<System, 'as' | 'db' | 'temporal'>) {
  const path = (id: string, what = '') => `/v1/official-documents/${id}${what}`;
  const as = (who: string) => system.as(who);
  const draft = (own: object = {}, who = 'handler1', options: PostOptions = {}): Promise<Answer> =>
    as(who).post(`/v1/offices/${OFFICE}/official-documents`, { ...DRAFT, ...own }, options);
  const read = (id: string, who = 'handler1'): Promise<Answer> => as(who).get(path(id));
  async function act(
    id: string,
    what: string,
    who: string,
    body: object = {},
    options: PostOptions = {},
  ): Promise<Answer> {
    const etag = options.etag ?? (await read(id)).etag;
    return as(who).post(path(id, `/${what}`), body, { ...options, etag });
  }
  async function registered(own: object = {}): Promise<string> {
    const { id } = (await draft(own)).body;
    await act(id, 'proposals', 'handler1', { approver: 'demo-approver' });
    const answer = await act(id, 'agreements', 'approver');
    if (answer.body.state !== 'registered') throw new Error(`Not registered: ${JSON.stringify(answer.body)}`);
    return id;
  }
  /** Dispatched, and delivered to everybody. */
  async function dispatched(own: object = {}, withinMs = 30_000): Promise<string> {
    const id = await registered(own);
    await dispatches(id, withinMs);
    return id;
  }
  async function dispatches(id: string, withinMs = 30_000): Promise<void> {
    const answer = await act(id, 'dispatches', 'handler1');
    if (answer.status !== 200) throw new Error(`Not dispatched: ${JSON.stringify(answer.body)}`);
    const row = await until(
      () => system.db('dispatches').where({ document_id: id }).first(),
      ({ delivered_at }) => delivered_at !== null,
      withinMs,
    );
    if (row.delivered_at === null) throw new Error('Not delivered.');
  }
  const deliveries = async (id: string) =>
    (await as('handler1').get(path(id, '/deliveries?limit=100'))).body.items;
  /** As if its time in the mailboxes and its retention were over; the sweep finds that it is due. */
  async function fallsDue(id: string): Promise<void> {
    const run = system.temporal.workflow.getHandle(dispatchWorkflowIdOf(id));
    await run.terminate('time passes').catch(() => undefined);
    const past = new Date(Date.now() - 1_000);
    await system.db('official_documents').where({ id }).update({ dispose_at: past });
    const instants = { never_read_at: past, warn_at: past, remove_at: past, next_due_at: past };
    await system.db('dispatches').where({ document_id: id }).update(instants);
    await comesTo(id, 'due');
  }
  async function comesTo(id: string, disposal: string): Promise<void> {
    const row = await until(
      () => system.db('official_documents').where({ id }).first('disposal'),
      (found) => found.disposal === disposal,
      30_000,
    );
    if (row.disposal !== disposal) throw new Error(`${id} did not come to ${disposal}: ${row.disposal}`);
  }
  return { path, draft, read, act, registered, dispatched, dispatches, deliveries, fallsDue, comesTo };
}

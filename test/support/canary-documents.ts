import type { Answer } from './api-client';
import type { Canary } from './canary';
import { expectStatus, PDF, type Who } from './canary-walk';
import { documentsOf, OFFICE } from './documents';
import type { System } from './system';

/**
 * An official document with marks in everything that its office and its recipients write, from the draft to its destruction,
 * and with every kind of refusal on its way.
 * @returns its id
 */
export async function walkDocument(n: number, system: System, as: Who, canary: Canary): Promise<string> {
  const mark = (what: string) => canary.mark(`document ${n}: ${what}`);
  const documents = documentsOf({ ...system, as: (person) => as(person ?? '') });
  const upload = async (who: string): Promise<string> => {
    const sent = await as(who).upload(`${mark('file name')}.pdf`, PDF(mark('file content')));
    return expectStatus('upload', sent, 201).body.id;
  };
  const written = async () => ({
    title: mark('title'),
    via: mark('via').slice(0, 200),
    body: [
      { level: 1, text: mark('item') },
      { level: 2, text: `${mark('item below')}\n${mark('more')}` },
    ],
    recipients: [
      ...['demo-minji', 'demo-junho'].map((id) => ({ kind: 'person', id })),
      { kind: 'office', id: 'haneul-food' },
    ],
    attachments: [{ upload: await upload('handler1') }],
  });
  const act = async (id: string, what: string, who: string, body: object = {}): Promise<Answer> =>
    expectStatus(what, await documents.act(id, what, who, body), 200);

  const { id } = expectStatus('draft', await documents.draft(await written()), 201).body;
  const edited = { openness: { class: 'open' }, ...(await written()) };
  await act(id, 'edits', 'handler1', edited);
  const line = { reviewers: ['demo-handler2'], approver: 'demo-approver' };
  await act(id, 'proposals', 'handler1', line);
  await act(id, 'send-backs', 'handler2', { words: mark('send-back') });
  expectStatus('preview', await as('handler1').get(documents.path(id, '/preview')), 200);
  await act(id, 'proposals', 'handler1', line);
  await act(id, 'agreements', 'handler2');
  await act(id, 'agreements', 'approver');
  await documents.dispatches(id);
  expectStatus('PDF', await as('handler1').get(documents.path(id, '/pdf')), 200);

  const lines: { id: string; recipient: { id: string } }[] = await documents.deliveries(id);
  const mail = `/v1/mailbox/${lines.find(({ recipient }) => recipient.id === 'demo-minji')?.id}`;
  const minji = as('minji');
  const opened = expectStatus('opening', await minji.post(`${mail}/openings`, {}), 200, 201);
  expectStatus('list of the mailbox', await minji.get('/v1/mailbox'), 200);
  for (const { id: file } of opened.body.document.attachments)
    expectStatus('attachment', await minji.get(`${mail}/attachments/${file}`), 200);
  expectStatus('acknowledgement', await minji.post(`${mail}/acknowledgements`, {}), 200, 201);
  const reply = {
    letter: { title: mark('reply title'), body: mark('reply body') },
    attachments: [{ upload: await upload('minji') }],
  };
  expectStatus('reply', await minji.post(`${mail}/replies`, reply), 201, 202);
  await act(id, 'recalls', 'handler1');

  await documents.fallsDue(id);
  const held = await act(id, 'holds', 'registrar', { reason: 'audit', words: mark('hold') });
  const [hold] = held.body.holds;
  await act(id, 'hold-releases', 'approver', { hold, words: mark('release of the hold') });
  const destroy = { decision: 'destroy', reason: 'period_over', words: mark('review') };
  await meetRefusals();
  await act(id, 'disposal-reviews', 'approver', destroy);
  await documents.comesTo(id, 'done');
  expectStatus('reading what is gone', await minji.get(mail), 410);
  return id;

  /** Everything that is refused: marks in bodies, fields, paths, queries, names of recipients. */
  async function meetRefusals(): Promise<void> {
    const handler = as('handler1');
    const inPath = encodeURIComponent(mark('path'));
    const field = { [mark('field')]: mark('value') };
    const draft = edited;
    const words = { words: mark('refused words') };
    const stale = { etag: '"1"' };
    const fresh = await written();
    const wrong: [string, Promise<Answer>, number[]][] = [
      ['a draft with a field too many', documents.draft({ ...fresh, ...field }), [400]],
      [
        'a draft to nobody known',
        documents.draft({ ...fresh, recipients: [{ kind: 'person', id: mark('recipient') }] }),
        [400],
      ],
      ['a draft with a level left out', documents.draft({ body: [{ level: 3, text: mark('x') }] }), [400]],
      ["a stranger's draft", documents.draft(fresh, 'handler-food'), [403]],
      ['an edit too late', documents.act(id, 'edits', 'handler1', draft), [409]],
      ['a stale edit', documents.act(id, 'edits', 'handler1', draft, stale), [412]],
      [
        'a line of strangers',
        documents.act(id, 'proposals', 'handler1', { approver: mark('who') }),
        [409, 422],
      ],
      ['a send-back too late', documents.act(id, 'send-backs', 'approver', words), [409]],
      ["a stranger's send-back", documents.act(id, 'send-backs', 'handler-food', words, stale), [404]],
      [
        'a hold without a reason',
        documents.act(id, 'holds', 'registrar', { reason: mark('no'), ...words }),
        [400],
      ],
      [
        "a citizen's hold",
        documents.act(id, 'holds', 'minji', { reason: 'audit', ...words }, stale),
        [403, 404],
      ],
      [
        'a review by whom it is not for',
        documents.act(id, 'disposal-reviews', 'handler1', { ...destroy, ...words }),
        [403],
      ],
      [
        'a review until a day that is past',
        documents.act(id, 'disposal-reviews', 'approver', {
          ...{ decision: 'keep', reason: 'still_needed', until: '1990-01-01', ...words },
        }),
        [422],
      ],
      [
        'a confirmation of nothing',
        documents.act(id, 'transfer-confirmations', 'registrar', { number: mark('number of an archive') }),
        [409],
      ],
      ["a reply to another's", as('handler2').post(`${mail}/replies`, reply), [404]],
      ['a reply with a field too many', minji.post(`${mail}/replies`, { ...reply, ...field }), [400]],
      ['of no document', handler.get(`/v1/official-documents/${inPath}`), [400]],
      ['of no mail', minji.get(`/v1/mailbox/${inPath}`), [400]],
      [
        'a list by a state of its own',
        handler.get(`/v1/offices/${OFFICE}/official-documents?state=${inPath}`),
        [400],
      ],
    ];
    for (const [what, asked, statuses] of wrong) expectStatus(what, await asked, ...statuses);
  }
}

import type { Answer, ApiClient } from './api-client';
import type { Canary } from './canary';
import { smallPdf } from './pdf-file';

/** Who speaks to the API in a walk; each has a marked name and address. */
export type Who = (person: string) => ApiClient;

interface Walk {
  as: Who;
  /** A mark for one thing of this submission. */
  mark(what: string): string;
  canary: Canary;
}

export const PDF = (mark: string) => smallPdf(mark);

const WALKS = [refused, approved, contributed, returned, withdrawn] as const;

/**
 * One submission with marks in everything that people write, and with every kind of refusal on its way.
 * @returns its id
 */
export async function walkCanary(n: number, as: Who, canary: Canary, form: unknown): Promise<string> {
  const walk: Walk = { as, canary, mark: (what) => canary.mark(`${n}: ${what}`) };
  const id = await (WALKS[n % WALKS.length] ?? refused)(walk, form);
  await meetRefusals(walk, id);
  return id;
}

export function expectStatus(what: string, answer: Answer, ...wanted: number[]): Answer {
  if (!wanted.includes(answer.status))
    throw new Error(`${what} was answered with ${answer.status}: ${JSON.stringify(answer.body)}`);
  return answer;
}

async function upload({ as, mark }: Walk, who = 'minji'): Promise<string> {
  const sent = await as(who).upload(`${mark('file name')}.pdf`, PDF(mark('file content')));
  return expectStatus('upload', sent, 201).body.id;
}

const letter = ({ mark }: Walk) => ({ title: mark('title'), body: `${mark('body')}\n${mark('more')}` });

async function submit(walk: Walk, document: object, office?: string): Promise<string> {
  const attachments = [{ upload: await upload(walk) }];
  const sent = await walk.as('minji').submit({ ...document, office, attachments });
  return expectStatus('submit', sent, 201, 202).body.submission.id;
}

/** With the version that it has now: a notice that failed may have changed it since it was read. */
async function act(
  walk: Walk,
  who: string,
  id: string,
  what: string,
  body: unknown,
  tries = 5,
): Promise<Answer> {
  const answer = await walk.as(who).act(id, what, body);
  if (answer.status === 412 && tries > 1) return act(walk, who, id, what, body, tries - 1);
  return expectStatus(what, answer, 200, 202);
}

/** Supplemented, noted, files asked for anew, refused with reasons, corrected, read. */
async function refused(walk: Walk): Promise<string> {
  const { mark, as } = walk;
  const id = await submit(walk, { letter: letter(walk) }, 'haneul-civil');
  await act(walk, 'registrar', id, 'assignments', { handler: 'demo-handler1' });
  await act(walk, 'handler1', id, 'openings', {});
  expectStatus('note', await as('handler1').post(`/v1/submissions/${id}/notes`, { body: mark('note') }), 201);
  const asked = { fields: ['/body'], days: 5, words: mark('supplement request') };
  await act(walk, 'handler1', id, 'supplement-requests', asked);
  await act(walk, 'minji', id, 'supplement-extensions', { words: mark('extension of the supplement') });
  const supplement = { letter: letter(walk), attachments: [{ upload: await upload(walk) }] };
  await act(walk, 'minji', id, 'supplements', supplement);
  const { body } = await as('handler1').get(`/v1/submissions/${id}/content`);
  const files = body.attachments.map((file: { id: string }) => file.id).slice(0, 1);
  await act(walk, 'handler1', id, 'resend-requests', { files, days: 5, words: mark('resend request') });
  await act(walk, 'minji', id, 'supplements', {
    ...supplement,
    attachments: [{ upload: await upload(walk) }],
  });
  await act(walk, 'handler1', id, 'decisions', {
    outcome: 'refused',
    reasons: mark('reasons'),
    remedy: mark('remedy'),
    reply: { title: mark('reply title'), body: mark('reply body') },
  });
  const reply = { title: mark('corrected title'), body: mark('corrected body') };
  await act(walk, 'handler1', id, 'corrections', { words: mark('correction'), reply });
  await act(walk, 'minji', id, 'acknowledgements', {});
  return id;
}

/** A form; stopped, extended, drafted, sent back, drafted again, approved. */
async function approved(walk: Walk, form: unknown): Promise<string> {
  const { mark } = walk;
  const example = form as { id: string; example: { applicant: object; request: object } };
  const { applicant, request } = example.example;
  const answers = {
    ...example.example,
    applicant: {
      ...applicant,
      name: mark('answer: name').slice(0, 60),
      email: `${walk.canary.plain('answer: email')}@demo.invalid`,
    },
    request: { ...request, subject: mark('answer: subject'), details: mark('answer: details') },
  };
  const document = { form: { id: example.id }, answers, office: 'haneul-civil' };
  const sent = await walk.as('minji').submit(document);
  const { id } = expectStatus('submit', sent, 201, 202).body.submission;
  await act(walk, 'registrar', id, 'assignments', { handler: 'demo-handler1' });
  await act(walk, 'handler1', id, 'openings', {});
  await act(walk, 'handler1', id, 'suspensions', { reason: 'inquiry', words: mark('suspension') });
  await act(walk, 'handler1', id, 'resumptions', { words: mark('resumption') });
  await act(walk, 'handler1', id, 'extensions', { period: 'P2D', words: mark('extension') });
  const decision = {
    outcome: 'granted',
    reply: { title: mark('draft title'), body: mark('draft body') },
    line: ['demo-approver'],
  };
  await act(walk, 'handler1', id, 'decisions', decision);
  await act(walk, 'approver', id, 'send-backs', { words: mark('send-back') });
  await act(walk, 'handler1', id, 'decisions', decision);
  await act(walk, 'approver', id, 'approvals', {});
  return id;
}

/** Taken in at the counter; another unit contributes; withdrawn for the sender. */
async function contributed(walk: Walk): Promise<string> {
  const { mark, as, canary } = walk;
  const taken = await as('registrar').post('/v1/offices/haneul-civil/intakes', {
    channel: 'paper',
    receivedAt: new Date().toISOString(),
    sender: {
      name: mark('sender'),
      address: mark('address of the sender'),
      organisation: mark('organisation of the sender'),
      email: `${canary.plain('email of the sender')}@demo.invalid`,
    },
    letter: letter(walk),
    attachments: [{ upload: await upload(walk, 'registrar') }],
    note: mark('note at the counter'),
  });
  const { id } = expectStatus('intake', taken, 201, 202).body.submission;
  await act(walk, 'handler1', id, 'openings', {});
  await act(walk, 'handler1', id, 'involvements', { office: 'haneul-food', words: mark('involvement') });
  await act(walk, 'handler-food', id, 'openings', {});
  await act(walk, 'handler-food', id, 'contributions', {
    office: 'haneul-food',
    words: mark('contribution'),
  });
  await act(walk, 'registrar', id, 'withdrawals', { channel: 'paper' });
  return id;
}

/** Sent on to another office, which sends it back. */
async function returned(walk: Walk): Promise<string> {
  const { mark } = walk;
  const id = await submit(walk, { letter: letter(walk) }, 'haneul-civil');
  await act(walk, 'registrar', id, 'transfers', { office: 'haneul-food', words: mark('transfer') });
  await act(walk, 'handler-food', id, 'openings', {});
  const words = { reason: 'wrong_office', words: mark('return') };
  await act(walk, 'handler-food', id, 'returns', words);
  return id;
}

/** Begun as a draft, sent from it, copied into another draft that stays, withdrawn. */
async function withdrawn(walk: Walk): Promise<string> {
  const minji = walk.as('minji');
  const draft = async () => ({ letter: letter(walk), attachments: [{ upload: await upload(walk) }] });
  const saved = expectStatus('draft', await minji.post('/v1/drafts', await draft()), 201).body;
  const path = `/v1/drafts/${saved.id}`;
  const unfinished = await minji.post(`${path}/submissions`, {}, { etag: '"1"' });
  expectStatus('unfinished draft', unfinished, 400);
  const written = { ...(await draft()), office: 'haneul-civil' };
  const edited = await minji.post(`${path}/edits`, written, { etag: '"1"' });
  expectStatus('edited draft', edited, 200);
  expectStatus('problems of a draft', await minji.get(`${path}/problems`), 200);
  expectStatus('stale draft', await minji.post(`${path}/edits`, written, { etag: '"1"' }), 412);
  const sent = await minji.post(`${path}/submissions`, {}, { etag: '"2"' });
  const { id } = expectStatus('sent draft', sent, 201, 202).body.submission;
  expectStatus('copy', await minji.post(`/v1/submissions/${id}/copies`, {}), 201);
  await act(walk, 'minji', id, 'progress-requests', {});
  await act(walk, 'minji', id, 'withdrawals', {});
  return id;
}

/** Everything that is refused: marks in bodies, fields, paths, queries, headers, names of files. */
async function meetRefusals({ as, mark, canary }: Walk, id: string): Promise<void> {
  const minji = as('minji');
  const handler = as('handler1');
  const base = `/v1/submissions/${id}`;
  const plain = canary.plain('header');
  const inPath = encodeURIComponent(mark('path'));
  const decision = { outcome: 'granted', reply: { title: mark('refused'), body: mark('refused') } };
  const note = { body: mark('forbidden note') };
  const office = 'haneul-civil';
  const wrong: [string, Promise<Answer>, number[]][] = [
    ['stale', handler.post(`${base}/decisions`, decision, { etag: '"1"' }), [412, 409, 404]],
    ['in no state for it', handler.act(id, 'decisions', decision, { etag: '"999"' }), [412, 409, 404]],
    ['forbidden', minji.post(`${base}/notes`, note), [403, 404]],
    ["a stranger's", as('junho').post(`${base}/notes`, note), [404]],
    ['not JSON', minji.post('/v1/submissions', `{"letter": ${mark('broken')}`), [400]],
    ['of another type', minji.post('/v1/submissions', { letter: mark('no letter'), office }), [400]],
    ['with a field too many', minji.post('/v1/submissions', { [mark('field')]: mark('value') }), [400]],
    [
      'too long',
      minji.post('/v1/submissions', { letter: { title: mark('long').repeat(50), body: '' } }),
      [400],
    ],
    [
      'without a key',
      minji.post('/v1/submissions', { letter: { title: mark('keyless') } }, { key: '' }),
      [400],
    ],
    [
      'with a strange key',
      minji.post('/v1/submissions', { title: mark('x') }, { key: `${plain} x"` }),
      [400],
    ],
    ['with a strange ETag', handler.post(`${base}/decisions`, decision, { etag: plain }), [400]],
    [
      'of another media type',
      minji.post('/v1/submissions', mark('text'), { headers: { 'content-type': `text/${plain}` } }),
      [415],
    ],
    ['at no address', minji.get(`/v1/${inPath}`), [404]],
    ['of no submission', minji.get(`/v1/submissions/${inPath}`), [400]],
    ['with a query too many', minji.get(`${base}?${inPath}=${inPath}`), [400]],
    ['with a cursor of its own', minji.get(`/v1/submissions?cursor=${inPath}`), [400]],
    ['of no version of a form', minji.get(`/v1/forms/${plain}/versions/1`), [404, 400]],
    [
      'with a request id of its own',
      minji.get(base, { 'x-request-id': plain, 'user-agent': plain, referer: plain }),
      [200, 404],
    ],
    [
      'with a token of its own',
      minji.get(base, { authorization: `Bearer ${plain}.${plain}.${plain}` }),
      [401],
    ],
    [
      'a file of an unknown kind',
      minji.upload(`${mark('odd file')}.bin`, Buffer.from([0, 1, 254, 255])),
      [415],
    ],
    ['an empty file', minji.upload(`${mark('empty file')}.pdf`, ''), [400]],
    ['a tracking code that is none', minji.get(`/v1/track/${inPath}`), [404]],
    [
      'a draft with a field too many',
      minji.post('/v1/drafts', { [mark('field of a draft')]: mark('value of a draft') }),
      [400],
    ],
    ['a search', handler.get(`/v1/desk?text=${inPath}`), [200]],
    ['a search by a broken address', handler.get(`/v1/desk?text=%E0%A4%A${plain}`), [200, 400]],
    [
      'wrong answers',
      minji.post('/v1/submissions', {
        form: { id: 'information-disclosure-request' },
        answers: { [mark('key of an answer')]: mark('answer'), applicant: { name: mark('wrong name') } },
        office,
      }),
      [400, 422],
    ],
    [
      'a sender who is none',
      as('registrar').post(`/v1/offices/${office}/intakes`, {
        channel: 'paper',
        sender: { name: mark('lost sender') },
      }),
      [400],
    ],
  ];
  for (const [what, asked, statuses] of wrong) expectStatus(what, await asked, ...statuses);
}

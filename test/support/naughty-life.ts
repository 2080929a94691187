import type { HostileClient, Reaction } from './hostile-client';

const OFFICE = 'haneul-civil';
const COMPANY = '000-00-00017';

/**
 * A submission and an official document from the first draft to the last reading, with one text in every field in which
 * people write and as the name of every file: what the schemas let through goes all the way into records, search,
 * mails, pages and prints. An act that is refused is left out; what comes after it is tried all the same.
 * @returns how many acts were taken
 */
export async function liveThrough(client: HostileClient, text: string, serial: number): Promise<number> {
  let taken = 0;
  const noted = (reaction: Reaction): Reaction => {
    if (reaction.status >= 200 && reaction.status < 300) taken += 1;
    return reaction;
  };
  const post = async (...call: Parameters<HostileClient['post']>) => noted(await client.post(...call));
  const act = async (who: string, path: string, what: string, body: unknown) =>
    post(who, `${path}/${what}`, body, (await client.get(who, path)).etag || '"1"');
  const search = encodeURIComponent(text.replace(/[\ud800-\udfff]/gu, '\ufffd').slice(0, 300));
  const letter = { title: text.slice(0, 500), body: text };
  const words = { words: text.slice(0, 10_000) };
  const file = async (who: string) => noted(await client.upload(who, `${text}.pdf`)).body?.id;

  // The party writes.
  const attachments = [{ upload: await file('minji'), name: 'name' }].filter(
    ({ upload }) => upload !== undefined,
  );
  const draft = (await post('minji', '/v1/drafts', { letter, office: OFFICE })).body?.id;
  if (draft !== undefined) {
    await act('minji', `/v1/drafts/${draft}`, 'edits', { letter, office: OFFICE });
    await client.get('minji', `/v1/drafts/${draft}/problems`);
    await act('minji', `/v1/drafts/${draft}`, 'submissions', {});
  }
  const plain = { letter: { title: 'title', body: 'body' }, office: OFFICE };
  const written = await post('minji', '/v1/submissions', { letter, office: OFFICE, attachments });
  const sent = written.body?.submission ?? (await post('minji', '/v1/submissions', plain)).body.submission;
  const path = `/v1/submissions/${sent.id}`;

  // The office works.
  await act('registrar', path, 'assignments', { handler: 'demo-handler1', ...words });
  await act('handler1', path, 'openings', {});
  await act('registrar', path, 'notes', { body: words.words });
  await act('handler1', path, 'supplement-requests', { fields: ['/body'], days: 5, ...words });
  await act('minji', path, 'supplement-extensions', words);
  await act('minji', path, 'supplements', { letter });
  await act('minji', path, 'progress-requests', {});
  await act('handler1', path, 'suspensions', { reason: 'inquiry', ...words });
  await act('handler1', path, 'resumptions', words);
  await act('handler1', path, 'extensions', { period: 'P2D', ...words });
  await act('handler1', path, 'involvements', { office: 'haneul-food', ...words });
  await act('handler-food', path, 'contributions', { office: 'haneul-food', ...words });
  const reply = { title: letter.title, body: letter.body };
  const decision = { outcome: 'refused', reply, reasons: text, remedy: words.words };
  await act('handler1', path, 'decision-previews', decision);
  await act('handler1', path, 'decisions', { ...decision, line: ['demo-approver'] });
  await act('approver', path, 'send-backs', words);
  await act('handler1', path, 'decisions', decision);
  await act('handler1', path, 'corrections', { ...words, reply });
  await act('minji', path, 'acknowledgements', {});
  await act('minji', path, 'survey', { rating: 1, comment: text.slice(0, 2_000) });
  await act('registrar', path, 'holds', { reason: 'litigation', ...words });

  // An official document of its own, and what else is written at an office.
  const ours = await file('registrar');
  const drafted = await post('registrar', `/v1/offices/${OFFICE}/official-documents`, {
    title: letter.title,
    body: [{ level: 1, text: text.slice(0, 20_000) }],
    recipients: [{ kind: 'person', id: 'demo-minji' }],
    openness: { class: 'open' },
    ...(ours === undefined ? {} : { attachments: [{ upload: ours }] }),
  });
  const document = `/v1/official-documents/${drafted.body?.id}`;
  if (drafted.status === 201) {
    await act('registrar', document, 'proposals', { approver: 'demo-approver' });
    await client.get('registrar', `${document}/preview`);
    await act('approver', document, 'send-backs', words);
    await act('registrar', document, 'proposals', { approver: 'demo-approver' });
    await act('approver', document, 'agreements', {});
    await act('registrar', document, 'dispatches', {});
    await client.get('registrar', `${document}/pdf`);
    const mail = (await client.get('minji', '/v1/mailbox?limit=1')).body?.items?.[0]?.id;
    await post('minji', `/v1/mailbox/${mail}/openings`, {});
    await post('minji', `/v1/mailbox/${mail}/replies`, { letter });
    await client.get('minji', `/v1/mailbox/${mail}/pdf`);
  }
  const sender = { name: text.slice(0, 200), email: text.slice(0, 254), address: text.slice(0, 500) };
  const receivedAt = new Date().toISOString();
  const intake = { channel: 'in_person', receivedAt, letter };
  await post('registrar', `/v1/offices/${OFFICE}/intakes`, { ...intake, sender });
  await post('registrar', `/v1/offices/${OFFICE}/intakes`, { ...intake, sender: { name: sender.name } });
  const name = { ko: text.slice(0, 100), en: text.slice(0, 100) };
  const day = new Date(Date.UTC(2150, 0, serial)).toISOString().slice(0, 10);
  await post('admin', '/v1/offices/haneul/holidays', { effect: 'declared', name, date: day });
  await post('registrar', '/v1/desk-views', {
    name: text.slice(0, 100),
    query: { text: text.slice(0, 100) },
  });
  await post('minji', '/v1/organisations', { number: `222-22-${10_000 + serial}`, name });
  await post('sora', `/v1/organisations/${COMPANY}/invitations`, { email: sender.email, roles: ['read'] });
  await post('sora', '/v1/webhooks', { organisation: COMPANY, url: text.slice(0, 2_000) });

  // Everybody looks for it and at it.
  for (const [who, at] of [
    ['registrar', `/v1/desk?office=${OFFICE}&text=${search}`],
    ['registrar', `/v1/desk?office=${OFFICE}&limit=5`],
    ['registrar', '/v1/desk-views'],
    [null, `/v1/offices?text=${search}`],
    [null, `/v1/forms?text=${search}`],
    [null, `/v1/track/${search}`],
    [null, '/v1/offices/haneul/calendar?year=2150'],
    ['minji', `/v1/submissions?number=${search}`],
    ['minji', '/v1/submissions?limit=5'],
    ['minji', '/v1/mailbox?limit=5'],
    ['minji', `${path}/content`],
    ['minji', `${path}/timeline`],
    ['minji', `${path}/versions`],
    ['minji', `${path}/decision`],
    ['minji', `${path}/receipts`],
    ['minji', `${path}/bundle`],
    ['registrar', `${path}/notes`],
    ['registrar', `/v1/offices/${OFFICE}/survey-answers?limit=5`],
    ['registrar', `/v1/offices/${OFFICE}/official-documents?limit=5`],
    ['auditor', `${path}/trail`],
    ['auditor', `${path}/history`],
    ['auditor', `/v1/audit/submissions?number=${search}`],
    ['sora', `/v1/organisations/${COMPANY}`],
  ] as const)
    noted(await client.get(who, at));
  const receipt = (await client.get('minji', `${path}/receipts`)).body?.items?.[0]?.id;
  await client.get('minji', `${path}/receipts/${receipt}/pdf`);
  for (const { upload } of attachments) await client.get('minji', `${path}/attachments/${upload}`);
  return taken;
}

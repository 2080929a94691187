import { randomUUID } from 'node:crypto';
import { type ClamdServer, EICAR, startClamdSpeaker } from '../support/clamd-server';
import { type System, startSystem } from '../support/system';

const PDF = '%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n';
const LETTER = { letter: { title: '질의', body: '문의드립니다.' }, office: 'haneul-civil' };

describe('attachments', () => {
  let system: System;
  beforeAll(async () => {
    system = await startSystem();
  });
  afterAll(() => system.stop());

  const minji = () => system.as('minji');
  const upload = async (name: string, content: string): Promise<string> =>
    (await minji().upload(name, content)).body.id;
  const submit = async (attachments: { upload: string; name?: string }[]) => {
    const { definition } = (await minji().get('/v1/forms/information-disclosure-request')).body;
    return minji().submit({
      form: { id: 'information-disclosure-request' },
      answers: definition.example,
      office: 'haneul-civil',
      attachments,
    });
  };
  const faultsOf = async (attachments: { upload: string; name?: string }[]) => {
    const answer = await submit(attachments);
    expect(answer).toMatchObject({ status: 400, body: { code: 'attachments.invalid' } });
    return answer.body.faults.map(({ pointer, code }: { pointer: string; code: string }) => [pointer, code]);
  };

  it('are refused at their place, each for its reason', async () => {
    const pdf = await upload('a.pdf', PDF);
    expect(await faultsOf([{ upload: pdf, name: 'nothing' }])).toEqual([
      ['/attachments/0/name', 'attachment.unknown_name'],
    ]);
    const text = await upload('a.txt', '본문');
    expect(await faultsOf([{ upload: text, name: 'reference' }])).toEqual([
      ['/attachments/0/upload', 'attachment.type'],
    ]);
    expect(await faultsOf([{ upload: randomUUID(), name: 'reference' }])).toEqual([
      ['/attachments/0/upload', 'attachment.unknown'],
    ]);
    const foreign = (await system.as('junho').upload('b.pdf', PDF)).body.id;
    expect(await faultsOf([{ upload: foreign, name: 'reference' }])).toEqual([
      ['/attachments/0/upload', 'attachment.unknown'],
    ]);
    const many = await Promise.all(Array.from({ length: 30 }, (_, n) => upload(`${n}.pdf`, PDF)));
    const tooMany = await faultsOf(many.map((id) => ({ upload: id, name: 'reference' })));
    expect(tooMany).toContainEqual(['/attachments', 'attachment.too_many']);
    expect((await submit([{ upload: pdf, name: 'reference' }])).status).toBe(201);
    expect(await faultsOf([{ upload: pdf, name: 'reference' }])).toEqual([
      ['/attachments/0/upload', 'attachment.already_used'],
    ]);
    const large = await upload('c.pdf', PDF);
    await system.db('files').where({ id: large }).update({ bytes: 10_000_000_000 });
    expect(await faultsOf([{ upload: large, name: 'reference' }])).toEqual([
      ['/attachments/0/upload', 'attachment.too_large'],
    ]);
    const refusals = await system.db('refusals').where({ kind: 'submit' });
    expect(refusals.map(({ code, actor }) => [code, actor])).toEqual(
      Array(refusals.length).fill(['attachments.invalid', 'demo-minji']),
    );
    expect(refusals.length).toBeGreaterThan(5);
  });

  it('keep no line break of their name in any header, however it was sent', async () => {
    const token = await system.issuer.token('demo-minji');
    const disposition = `form-data; name="file"; filename="x.pdf"; filename*=UTF-8''a%0D%0ASet-Cookie%3A%20x%3D1.pdf`;
    const response = await fetch(`${system.url}/v1/uploads`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        'idempotency-key': randomUUID(),
        'content-type': 'multipart/form-data; boundary=b',
      },
      body: `--b\r\nContent-Disposition: ${disposition}\r\n\r\n${PDF}\r\n--b--\r\n`,
    });
    expect(response.status).toBe(201);
    const file = (await response.json()) as { id: string; name: string };
    expect(file.name).not.toMatch(/[\r\n]/);
    const sent = await minji().submit({ ...LETTER, attachments: [{ upload: file.id }] });
    const download = await minji().get(`/v1/submissions/${sent.body.submission.id}/attachments/${file.id}`);
    expect(download.status).toBe(200);
    expect(download.headers.get('set-cookie')).toBeNull();
  });
});

describe('with a scanner', () => {
  let scanner: ClamdServer;
  let system: System;
  beforeAll(async () => {
    scanner = await startClamdSpeaker();
    system = await startSystem({ env: { CLAMD_ADDRESS: scanner.address } });
  });
  afterAll(async () => {
    await system.stop();
    await scanner.stop();
  });

  it('a clean file is, an infected one cannot be submitted, and one unseen waits while its document goes on', async () => {
    const minji = system.as('minji');
    expect((await minji.upload('a.txt', '깨끗한 글')).body.scan).toBe('clean');
    const infected = (await minji.upload('b.txt', EICAR)).body;
    expect(infected.scan).toBe('infected');
    const refused = await minji.submit({ ...LETTER, attachments: [{ upload: infected.id }] });
    expect(refused).toMatchObject({ status: 400, body: { faults: [{ code: 'attachment.infected' }] } });

    await scanner.stop();
    const unseen = (await minji.upload('c.txt', '아직 보지 못한 글')).body;
    expect(unseen.scan).toBe('pending');
    const sent = await minji.submit({ ...LETTER, attachments: [{ upload: unseen.id }] });
    expect(sent).toMatchObject({ status: 201, body: { submission: { state: 'registered' } } });
    const download = await minji.get(`/v1/submissions/${sent.body.submission.id}/attachments/${unseen.id}`);
    expect(download).toMatchObject({ status: 409, body: { code: 'attachment.pending' } });
  });
});

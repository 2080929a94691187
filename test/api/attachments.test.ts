import { randomUUID } from 'node:crypto';
import { type ClamdServer, EICAR, startClamdSpeaker } from '../support/clamd-server';
import { HOSTILE, type Hostile, oleFile } from '../support/hostile-files';
import { smallPdf } from '../support/pdf-file';
import { type System, startSystem } from '../support/system';
import { zipEntry, zipFile } from '../support/zip-file';

const PDF = smallPdf();
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
    // As it was: what waits unsent counts for what may be uploaded next.
    await system.db('files').where({ id: large }).update({ bytes: PDF.length });
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

describe('what is in a file', () => {
  let system: System;
  beforeAll(async () => {
    system = await startSystem({ worker: false, env: { UPLOADS_MOST: '3', UPLOADS_MOST_MIB: '1' } });
  });
  afterAll(() => system.stop());

  const refusals: [string, string, number, () => Buffer | Promise<Buffer>][] = [
    ...['file.expands', 'file.ambiguous', 'file.macros', 'file.encrypted', 'file.broken'].map(
      (code): [string, string, number, () => Buffer | Promise<Buffer>] => {
        const sample = HOSTILE.find(({ fault }) => fault === code) as Hostile;
        return [sample.name, code, 400, sample.make];
      },
    ),
    [
      'an Excel workbook of old with a project',
      'file.type_unknown',
      415,
      () => oleFile('Workbook', '_VBA_PROJECT_CUR'),
    ],
    [
      'a document behind a password',
      'file.type_unknown',
      415,
      () => oleFile('EncryptedPackage', 'EncryptionInfo'),
    ],
    [
      'a Word document that says it has macros',
      'file.type_unknown',
      415,
      () =>
        zipFile(
          ['[Content_Types].xml', 'word/document.xml', 'word/vbaProject.bin'].map((name) => zipEntry(name)),
        ),
    ],
    [
      'a picture that is a script',
      'file.type_unknown',
      415,
      () => Buffer.from('GIF89a/*\0\0\0\x01*/=1;alert(1);', 'latin1'),
    ],
    [
      'a WebP picture',
      'file.type_unknown',
      415,
      () => Buffer.from('RIFF\x1a\0\0\0WEBPVP8L\x0d\0\0\0\x2f\xff\xff\xff\x0f', 'latin1'),
    ],
    [
      'a drawing of endless size',
      'file.type_unknown',
      415,
      () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9e9"/>'),
    ],
    [
      'a web page with a PDF in it',
      'file.type_unknown',
      415,
      () => Buffer.from(`<html><script>1</script>${PDF}</html>`),
    ],
    ['nothing', 'file.empty', 400, () => Buffer.alloc(0)],
  ];
  it.each(refusals)('%s is refused and leaves nothing', async (_name, code, status, make) => {
    const answer = await system.as('minji').upload('보고서.pdf', await make());
    expect(answer).toMatchObject({ status, body: { code } });
    expect(await system.db('files').count()).toEqual([{ count: 0 }]);
  });

  it('that no scanner saw is said to be unscanned, the famous test file too', async () => {
    const { status, body } = await system.as('junho').upload('a.txt', EICAR);
    expect([status, body.scan]).toEqual([201, 'not_scanned']);
  });

  it('is handed out as a file to keep, which no browser opens or guesses at', async () => {
    const upload = (await system.as('sora').upload('a.pdf', PDF)).body.id;
    const { submission } = (await system.as('sora').submit({ ...LETTER, attachments: [{ upload }] })).body;
    const { headers } = await system.as('sora').get(`/v1/submissions/${submission.id}/attachments/${upload}`);
    expect(headers.get('content-disposition')).toMatch(/^attachment;/);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toBe("sandbox; default-src 'none'");
  });

  it('waits unsent in bounds of number and size for each person', async () => {
    const as = system.as('minji');
    const large = await as.upload('a.txt', 'x'.repeat(1024 * 1024 + 1));
    expect(large).toMatchObject({ status: 422, body: { code: 'upload.quota', mostBytes: 1024 * 1024 } });
    const answers = await Promise.all(['1', '2', '3', '4', '5'].map((n) => as.upload(`${n}.txt`, n)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 201, 422, 422]);
    expect(await as.upload('6.txt', '6')).toMatchObject({ status: 422, body: { code: 'upload.too_many' } });
    expect((await system.as('hana').upload('1.txt', '1')).status).toBe(201);
    const sent = answers.find(({ status }) => status === 201)?.body.id;
    await as.submit({ ...LETTER, attachments: [{ upload: sent }] });
    expect((await as.upload('6.txt', '6')).status).toBe(201);
  });
});

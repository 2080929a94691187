import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { documentsOf } from '../support/documents';
import { verdictsOfPython } from '../support/python-verifier';
import { runVerifier } from '../support/run-verifier';
import { type System, startSystem } from '../support/system';
import { until } from '../support/until';

const DECISION = { outcome: 'refused', reply: { title: '답변', body: '회신합니다.' } };
const WHY = { reasons: '요건에 맞지 않습니다.', remedy: '90일 안에 행정심판을 청구할 수 있습니다.' };

/** Everything a party can take along of a submission, checked when the system that made it is gone. */
describe('what a party takes along', () => {
  const files = new Map<string, Buffer>();
  /** Bundles of registrations, by the document and who took them. */
  const official = new Map<string, Buffer>();
  let keys: object;
  let id: string;
  let dir: string;
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'gongmun-offline-'));
    const system = await startSystem({ worker: false });
    await system.startWorker({ archiver: { everyMs: 100, againAfterMs: 100, walkEveryMs: 100 } });
    try {
      await work(system);
      await take(system);
    } finally {
      await system.stop();
    }
    await writeFile(join(dir, 'keys.json'), JSON.stringify(keys));
  }, 180_000);
  afterAll(() => rm(dir, { recursive: true, force: true }));

  async function work(system: System): Promise<void> {
    const minji = system.as('minji');
    const upload = (await minji.upload('도면 (1).txt', '도면의 내용')).body.id;
    const letter = { title: '도로 점용 허가 신청', body: '도로를 쓰고자 합니다.\n끝.' };
    id = (await minji.submit({ letter, office: 'haneul-civil', attachments: [{ upload }] })).body.submission
      .id;
    const acts: [string, string, object][] = [
      ['registrar', 'assignments', { handler: 'demo-handler1' }],
      ['handler1', 'openings', {}],
      ['handler1', 'supplement-requests', { fields: ['/body'], attachments: [], days: 5, words: '보완' }],
      ['minji', 'supplements', { letter: { ...letter, body: '고친 내용입니다.' } }],
      ['handler1', 'decisions', { ...DECISION, ...WHY }],
      ['minji', 'acknowledgements', {}],
    ];
    for (const [who, what, body] of acts) {
      const done = await system.as(who).act(id, what, body);
      expect([what, done.status]).toEqual([what, 200]);
    }
  }

  async function take(system: System): Promise<void> {
    const bytesAt = async (path: string, who = 'minji') => {
      const authorization = `Bearer ${await system.issuer.token(`demo-${who}`)}`;
      const answer = await until(
        () => fetch(system.url + path, { headers: { authorization } }),
        ({ status }) => status !== 202,
      );
      expect([path, answer.status]).toEqual([path, 200]);
      return Buffer.from(await answer.arrayBuffer());
    };
    const of = `/v1/submissions/${id}`;
    const { items } = (await system.as('minji').get(`${of}/receipts`)).body;
    for (const { evidence } of items) {
      const name = `${evidence.sequence}-${evidence.event}`;
      const receipt = `${of}/receipts/${evidence.id}`;
      files.set(`${name}.json`, await bytesAt(receipt));
      files.set(`${name}.proof.json`, await bytesAt(`${receipt}/proof`));
      files.set(`${name}.bundle.json`, await bytesAt(`${receipt}/bundle`));
      files.set(`${name}.pdf`, await bytesAt(`${receipt}/pdf`));
    }
    await takeOfficial(system, bytesAt);
    const archived = () => system.db('archived_histories').where({ submission_id: id });
    await until(archived, (rows) => rows.length > 0, 60_000);
    const unsealed = () => system.db('log_queue').where({ kind: 'history' });
    await until(unsealed, (rows) => rows.length === 0, 60_000);
    files.set('all.zip', await bytesAt(`${of}/bundle`));
    keys = (await system.as(null).get('/.well-known/jwks.json')).body;
  }

  /** What an office sends: its receipts for the office that sends it and for who receives it, alone or with others. */
  async function takeOfficial(
    system: System,
    bytesAt: (path: string, who?: string) => Promise<Buffer>,
  ): Promise<void> {
    const documents = documentsOf(system);
    const upload = (await system.as('handler1').upload('요령.txt', '제설 요령')).body.id;
    const alone = await documents.dispatched({ attachments: [{ upload }] });
    const people = ['demo-minji', 'demo-junho'].map((person) => ({ kind: 'person', id: person }));
    const together = await documents.dispatched({ recipients: people });
    for (const [name, document] of [
      ['alone', alone],
      ['together', together],
    ]) {
      const mail = await system
        .db('deliveries')
        .where({ document_id: document, person: 'demo-minji' })
        .first();
      await system.as('minji').post(`/v1/mailbox/${mail.id}/openings`, {});
      const registered = { document_id: document, event: 'DocumentRegistered' };
      const { id: registration } = await system.db('evidences').where(registered).first();
      const places: [path: string, who: string][] = [
        [`/v1/official-documents/${document}`, 'handler1'],
        [`/v1/mailbox/${mail.id}`, 'minji'],
      ];
      for (const [path, who] of places) {
        const { items } = (await system.as(who).get(`${path}/receipts`)).body;
        const told = items.map(({ evidence }: { evidence: { id: string } }) => evidence.id);
        for (const receipt of new Set<string>([...told, registration])) {
          files.set(
            `${name}-${who}-${receipt}.proof.json`,
            await bytesAt(`${path}/receipts/${receipt}/proof`, who),
          );
          files.set(
            `${name}-${who}-${receipt}.bundle.json`,
            await bytesAt(`${path}/receipts/${receipt}/bundle`, who),
          );
        }
        files.set(`${name}-${who}.pdf`, await bytesAt(`${path}/pdf`, who));
        official.set(
          `${name}-${who}`,
          files.get(`${name}-${who}-${registration}.bundle.json`) ?? Buffer.alloc(0),
        );
      }
    }
  }

  it('opens the digest of an official document for its office, and for a recipient who is the only one', () => {
    const opened = [...official].map(([name, bytes]) => [name, 'content' in JSON.parse(bytes.toString())]);
    expect(Object.fromEntries(opened)).toEqual({
      ...{ 'alone-handler1': true, 'alone-minji': true },
      ...{ 'together-handler1': true, 'together-minji': false },
    });
  });

  it('is there for each step', () => {
    expect(files.size).toBeGreaterThan(70);
  });

  it('is genuine for the verifier in Node, each file', async () => {
    const run = async ([name, bytes]: [string, Buffer]) => {
      await writeFile(join(dir, name), bytes);
      const { status, out } = await runVerifier([
        join(dir, name),
        '--keys',
        join(dir, 'keys.json'),
        '--offline',
      ]);
      return { name, status, out: status === 0 ? '' : out };
    };
    const runs = [];
    for (const file of files) runs.push(await run(file));
    expect(runs.filter(({ status }) => status !== 0)).toEqual([]);
  });

  it('is genuine for the verifier in Python, each file', async () => {
    const verdicts = await verdictsOfPython(files.values(), keys);
    expect([...files.keys()].filter((_, at) => verdicts[at] !== 'genuine')).toEqual([]);
  });

  it('says in plain words what is proved', async () => {
    const args = [join(dir, 'all.zip'), '--keys', join(dir, 'keys.json'), '--offline'];
    const { out } = await runVerifier(args);
    expect(out).toContain(id);
  });

  it('holds the very bytes that were sent and what the office answered', () => {
    const zip = files.get('all.zip') ?? Buffer.alloc(0);
    for (const text of ['history/1.json', '도면의 내용', '고친 내용입니다.', WHY.reasons, '도면 (1).txt'])
      expect([text, zip.includes(text)]).toEqual([text, true]);
  });

  it('cannot be told without the keys', async () => {
    for (const name of ['all.zip', '1-SubmissionAcceptance.pdf'])
      expect((await runVerifier([join(dir, name), '--offline'])).status).toBe(2);
  });

  it.each([1, 7, 1_000, 50_000])('is not genuine with byte %i from the end changed', async (from) => {
    for (const name of ['all.zip', '1-SubmissionAcceptance.pdf']) {
      const changed = Buffer.from(files.get(name) ?? '');
      const at = Math.max(0, changed.length - from);
      changed[at] = (changed[at] ?? 0) ^ 1;
      await writeFile(join(dir, 'changed'), changed);
      const { status } = await runVerifier([
        join(dir, 'changed'),
        '--keys',
        join(dir, 'keys.json'),
        '--offline',
      ]);
      expect([name, status]).toEqual([name, 1]);
    }
  });
});

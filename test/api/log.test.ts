import { randomUUID } from 'node:crypto';
import { contentDigest, sha256 } from '../../domain/digest';
import { hashOfLeaf, parseLeaf } from '../../domain/log-leaf';
import { isConsistent, rootFromPath } from '../../domain/merkle-proofs';
import { growTree } from '../../domain/merkle-tree';
import { checkNote, checkProof, type PublicKey } from '../support/check-proof';
import { smallPdf } from '../support/pdf-file';
import { type System, startSystem } from '../support/system';
import { until } from '../support/until';
import { type Cosigner, createCosigner } from '../support/witness';

const LETTER = { letter: { title: '질의', body: '문의드립니다.' }, office: 'haneul-civil' };
const DECISION = { outcome: 'granted', reply: { title: '답변', body: '회신합니다.' } };
const PDF = smallPdf();

interface Receipt {
  evidence: { id: string; event: string; issuer: string; content?: string; at: string };
  digest: string;
}

describe('the transparency log', () => {
  let system: System;
  let witness: Cosigner;
  let keys: PublicKey[];
  beforeAll(async () => {
    witness = createCosigner('witness.example.org/w1');
    system = await startSystem({ env: { WITNESSES: witness.key } });
    keys = (await system.as(null).get('/.well-known/jwks.json')).body.keys;
  });
  afterAll(() => system.stop());

  const nobody = () => system.as(null);
  const send = async (document: object = LETTER): Promise<string> =>
    (await system.as('minji').submit(document)).body.submission.id;
  const receiptsOf = async (id: string): Promise<Receipt[]> =>
    (await system.as('minji').get(`/v1/submissions/${id}/receipts`)).body.items;
  const fetchBytes = async (who: string, path: string) => {
    const token = await system.issuer.token(`demo-${who}`);
    const response = await fetch(system.url + path, { headers: { authorization: `Bearer ${token}` } });
    return {
      status: response.status,
      headers: response.headers,
      bytes: Buffer.from(await response.arrayBuffer()),
    };
  };
  const pathOf = (id: string, receipt: Receipt, what: 'proof' | 'bundle') =>
    `/v1/submissions/${id}/receipts/${receipt.evidence.id}/${what}`;
  const sealed = async (who: string, path: string): Promise<Buffer> => {
    const answer = await until(
      () => fetchBytes(who, path),
      ({ status }) => status !== 202,
    );
    expect([path, answer.status]).toEqual([path, 200]);
    return answer.bytes;
  };
  const base64 = (text: string) => new Uint8Array(Buffer.from(text, 'base64'));
  const latest = async () => {
    const { body } = await nobody().get('/v1/log/checkpoint');
    return checkNote(body.toString(), system.config.publicUrl, keys);
  };
  /** The newest checkpoint once everything written so far is in the log. */
  const settled = async () => {
    const waiting = async () => Number((await system.db('log_queue').count('*').first())?.count);
    expect(await until(waiting, (count) => count === 0)).toBe(0);
    return latest();
  };

  it('proves every receipt, each with a document that stays the same bytes', async () => {
    const id = await send();
    await system.as('handler1').act(id, 'decisions', DECISION);
    const receipts = await receiptsOf(id);
    expect(receipts.length).toBeGreaterThan(3);
    const first = new Map<string, Buffer>();
    for (const receipt of receipts) {
      const bytes = await sealed('minji', pathOf(id, receipt, 'proof'));
      const { issuer } = receipt.evidence;
      const checkpoint = await checkProof(bytes, { digest: receipt.digest, issuer }, keys);
      expect(new Date(checkpoint.time) >= new Date(receipt.evidence.at)).toBe(true);
      first.set(receipt.digest, bytes);
    }
    const before = await settled();
    await send();
    await until(latest, ({ size }) => size > before.size);
    for (const receipt of receipts) {
      const again = await sealed('minji', pathOf(id, receipt, 'proof'));
      expect(again.equals(first.get(receipt.digest) ?? Buffer.alloc(0))).toBe(true);
    }
    const [receipt] = receipts;
    const other = { digest: receipts[1]?.digest ?? '', issuer: receipt?.evidence.issuer ?? '' };
    await expect(checkProof(first.get(receipt?.digest ?? '') ?? '', other, keys)).rejects.toThrow();
  });

  it('says when to ask again for what is not sealed, and shows it to nobody else', async () => {
    await system.stopWorker();
    const { submission, receipt } = (await system.as('minji').submit(LETTER, { wait: 0 })).body;
    for (const what of ['proof', 'bundle']) {
      const path = `/v1/submissions/${submission.id}/receipts/${receipt.id}/${what}`;
      const answer = await system.as('minji').get(path);
      expect([answer.status, answer.body]).toEqual([202, { status: 'not_sealed' }]);
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
      expect((await system.as('junho').get(path)).status).toBe(404);
      expect((await system.as('operator').get(path)).status).toBe(403);
      const foreign = `/v1/submissions/${submission.id}/receipts/${randomUUID()}/${what}`;
      expect((await system.as('minji').get(foreign)).status).toBe(404);
    }
    await system.startWorker();
    const path = `/v1/submissions/${submission.id}/receipts/${receipt.id}/proof`;
    await checkProof(await sealed('minji', path), { digest: receipt.digest, issuer: system.url }, keys);
  });

  it('is as a whole what its checkpoints say, and each of them continues the one before', async () => {
    for (let n = 0; n < 5; n += 1) {
      await send();
      await settled();
    }
    const { size } = await settled();
    const leaves: string[] = [];
    while (leaves.length < size) {
      const { body } = await nobody().get(`/v1/log/leaves?start=${leaves.length}&limit=50`);
      expect(body.items[0].index).toBe(leaves.length);
      leaves.push(...body.items.map(({ leaf }: { leaf: string }) => leaf));
    }
    const roots = new Map<number, string>();
    const tree = growTree(0, []);
    for (const leaf of leaves) {
      const parsed = parseLeaf(leaf);
      if (parsed === undefined) throw new Error(`No leaf: ${leaf}`);
      tree.append(hashOfLeaf(parsed));
      roots.set(tree.size(), Buffer.from(tree.root()).toString('base64'));
    }
    const listed = [];
    let cursor: string | undefined;
    do {
      const query = cursor === undefined ? '' : `&cursor=${cursor}`;
      const { body } = await nobody().get(`/v1/log/checkpoints?limit=3${query}`);
      listed.push(...body.items);
      cursor = body.nextCursor;
    } while (cursor !== undefined);
    const checkpoints = listed.filter((one) => one.size <= size).reverse();
    expect(checkpoints.length).toBeGreaterThan(5);
    for (const one of checkpoints) {
      expect([one.size, one.root]).toEqual([one.size, roots.get(one.size)]);
      expect(checkNote(one.note, system.url, keys).size).toBe(one.size);
      expect((await nobody().get(`/v1/log/checkpoints/${one.size}`)).body).toEqual(one);
    }
    for (const [at, from] of checkpoints.entries())
      for (const to of checkpoints.slice(at)) {
        const { body } = await nobody().get(`/v1/log/consistency?from=${from.size}&to=${to.size}`);
        const [older, newer] = [from, to].map((one) => ({ size: one.size, root: base64(one.root) }));
        if (older === undefined || newer === undefined) throw new Error('unreachable');
        expect(isConsistent(older, newer, body.proof.map(base64))).toBe(true);
      }
    for (const [index, leaf] of leaves.entries()) {
      const parsed = parseLeaf(leaf);
      const { body } = await nobody().get(`/v1/log/inclusion?leaf=${leaf}&size=${size}`);
      const hash = parsed === undefined ? new Uint8Array() : hashOfLeaf(parsed);
      const root = rootFromPath({ hash, index: body.index, size }, body.path.map(base64));
      expect([body.index, root && Buffer.from(root).toString('base64')]).toEqual([index, roots.get(size)]);
    }
    const kinds = new Set(leaves.map((leaf) => leaf.split(':')[0]));
    // Histories come when their runs have ended.
    kinds.delete('history');
    expect(kinds).toEqual(new Set(['form', 'evidence', 'access', 'refusal']));
  }, 120_000);

  it('says what is not there', async () => {
    const { size } = await settled();
    const beyond = size + 10_000;
    const known = (await nobody().get('/v1/log/leaves?limit=1')).body.items[0].leaf;
    for (const path of [
      `/v1/log/checkpoints/${beyond}`,
      `/v1/log/inclusion?leaf=${known}&size=${beyond}`,
      `/v1/log/inclusion?leaf=evidence:${'A'.repeat(43)}`,
      `/v1/log/inclusion?leaf=gossip:${'A'.repeat(43)}`,
      `/v1/log/consistency?from=1&to=${beyond}`,
    ])
      expect([path, (await nobody().get(path)).status]).toEqual([path, 404]);
    for (const path of [
      '/v1/log/consistency?from=2&to=1',
      '/v1/log/consistency?from=-1&to=1',
      '/v1/log/consistency?from=1',
      '/v1/log/inclusion?leaf=nonsense',
      '/v1/log/checkpoints/0',
      '/v1/log/checkpoints/x',
      '/v1/log/checkpoints?cursor=nonsense',
      '/v1/log/leaves?limit=1001',
      '/v1/log/leaves?start=99999999999999999999',
    ])
      expect([path, (await nobody().get(path)).status]).toEqual([path, 400]);
    expect((await nobody().get(`/v1/log/leaves?start=${beyond}`)).body.items).toEqual([]);
  });

  it('names the highest number of each register, for all of which a registration is in the tree', async () => {
    await send();
    const { registers, size } = await settled();
    const series = await system.db('registration_series').select('office', 'year', 'last_seq');
    expect(registers).toEqual(
      series
        .map(({ office, year, last_seq }) => ({ register: 'register', office, year, highest: last_seq }))
        .sort(byOffice),
    );
    for (const { office, year, highest } of registers) {
      const expected = Array.from({ length: highest }, (_, at) => `${office}-${year}-${at + 1}`);
      expect(await provenNumbers(size)).toEqual(expect.arrayContaining(expected));
    }
  });

  it('shows by a checkpoint that others hold that a registration was removed', async () => {
    const id = await send();
    const held = await settled();
    const number = (await system.as('minji').get(`/v1/submissions/${id}`)).body.registrationNumber;
    expect(await missingIn(held)).toEqual([]);
    // The owner of the database can remove a registration and all that speaks of it …
    await system.db.transaction(async (tx) => {
      await tx.raw('SET LOCAL session_replication_role = replica');
      await tx.raw("DELETE FROM evidences WHERE payload::jsonb -> 'facts' ->> 'number' = ?", [number]);
      await tx('registrations').where({ number }).delete();
      await tx.raw('UPDATE registration_series SET last_seq = last_seq - 1 WHERE office = ?', [
        'haneul-civil',
      ]);
    });
    // … but not that the checkpoint said how many there were.
    expect(await missingIn(held)).toEqual([number]);
    await system.db.raw('UPDATE registration_series SET last_seq = last_seq + 1 WHERE office = ?', [
      'haneul-civil',
    ]);
  });

  /** Numbers of registrations whose evidence can be produced, and is in the tree of this size. */
  async function provenNumbers(size: number): Promise<string[]> {
    const { rows } = await system.db.raw(
      `SELECT payload::jsonb -> 'facts' ->> 'number' AS number, digest FROM evidences
       WHERE event = 'ConsignmentAcceptance'`,
    );
    const proven = await Promise.all(
      rows.map(async ({ number, digest }: { number: string; digest: string }) => {
        const answer = await nobody().get(`/v1/log/inclusion?leaf=evidence:${digest}&size=${size}`);
        return answer.status === 200 ? [number] : [];
      }),
    );
    return proven.flat();
  }

  async function missingIn({ registers, size }: Awaited<ReturnType<typeof latest>>): Promise<string[]> {
    const proven = await provenNumbers(size);
    const claimed = registers.flatMap(({ office, year, highest }) =>
      Array.from({ length: highest }, (_, at) => `${office}-${year}-${at + 1}`),
    );
    return claimed.filter((number) => !proven.includes(number));
  }

  const byOffice = (a: { office: string }, b: { office: string }) => (a.office < b.office ? -1 : 1);

  it('keeps cosignatures of the witnesses that it names, and no others', async () => {
    await send();
    const { size, body } = await settled();
    const post = (cosignature: string, at = size) =>
      nobody().post(`/v1/log/checkpoints/${at}/cosignatures`, { cosignature });
    const stranger = createCosigner(witness.name);
    const line = witness.cosign(body);
    for (const wrong of [
      stranger.cosign(body),
      createCosigner('elsewhere.example.org').cosign(body),
      witness.cosign(`${body}register x 2026 1\n`),
      line + line,
      line.slice(0, -1),
      line.replace('—', '-'),
      witness.cosign(body, 2 ** 50),
      '',
    ])
      expect([wrong, (await post(wrong)).status]).toEqual([wrong, 422]);
    expect((await nobody().get(`/v1/log/checkpoints/${size}`)).body.note).not.toContain(witness.name);
    const kept = await post(line);
    expect([kept.status, kept.body]).toMatchObject([200, { size, witness: witness.name }]);
    expect((await post(line)).status).toBe(200);
    expect((await post(line, size + 10_000)).status).toBe(404);
    const { note } = (await nobody().get(`/v1/log/checkpoints/${size}`)).body;
    expect(note.endsWith(`\n${line}`)).toBe(true);
    expect(checkNote(note, system.url, keys).signatures).toHaveLength(2);
    // A witness that speaks twice is heard once.
    expect((await post(witness.cosign(body, 1))).status).toBe(200);
    expect((await nobody().get(`/v1/log/checkpoints/${size}`)).body.note).toBe(note);
  });

  describe('in a bundle', () => {
    const bundleOf = async (who: string, id: string, receipt: Receipt | undefined) => {
      if (receipt === undefined) throw new Error('There is no such receipt.');
      return JSON.parse((await sealed(who, pathOf(id, receipt, 'bundle'))).toString());
    };
    const named = (receipts: Receipt[], event: string) =>
      receipts.find(({ evidence }) => evidence.event === event);

    it('joins receipt, proof, keys, and what opens the content digest', async () => {
      const files = [
        await system.as('minji').upload('b.pdf', PDF),
        await system.as('minji').upload('a.pdf', PDF),
      ];
      const attachments = files.reverse().map(({ body }) => ({ upload: body.id }));
      const id = await send({ ...LETTER, attachments });
      await system.as('handler1').act(id, 'openings', {});
      const refused = { ...DECISION, outcome: 'refused', reasons: '사유', remedy: '행정심판' };
      await system.as('handler1').act(id, 'decisions', refused);
      const receipts = await receiptsOf(id);
      const content = (await system.as('minji').get(`/v1/submissions/${id}/content`)).body;
      const accepted = await bundleOf('minji', id, named(receipts, 'SubmissionAcceptance'));
      expect(accepted.content.salt).toBe(content.salt);
      expect(accepted.content.parts.map(({ part }: { part: string }) => part)).toEqual([
        'title',
        'body',
        ...attachments.map(({ upload }) => `file:${upload}`).sort(),
      ]);
      expect(accepted.content.parts.map(({ sha256: of }: { sha256: string }) => of)).toEqual(
        [LETTER.letter.title, LETTER.letter.body, PDF, PDF].map((bytes) => sha256(bytes)),
      );
      for (const event of ['SubmissionAcceptance', 'DecisionRecorded', 'ContentConsignment']) {
        const receipt = named(receipts, event);
        const bundle = await bundleOf('minji', id, receipt);
        const { parts, salt } = bundle.content;
        expect(contentDigest({ parts }, Buffer.from(salt, 'base64url'))).toBe(receipt?.evidence.content);
        expect(bundle.receipt).toMatchObject({ format: 'gongmun-receipt/1', digest: receipt?.digest });
        expect(bundle.keys.map((key: PublicKey) => [key.purpose, Object.keys(key).length])).toEqual([
          ['evidence', 5],
          ['log', 5],
        ]);
        const proof = await sealed('minji', pathOf(id, receipt as Receipt, 'proof'));
        expect(bundle.proof).toEqual(JSON.parse(proof.toString()));
        await checkProof(proof, { digest: bundle.receipt.digest, issuer: system.url }, bundle.keys);
      }
      const registered = await bundleOf('minji', id, named(receipts, 'ConsignmentAcceptance'));
      expect(registered.content).toBeUndefined();
    });

    it('opens it for who may read the content, and for nobody else', async () => {
      const id = await send();
      const receipt = named(await receiptsOf(id), 'SubmissionAcceptance');
      const opens = async (who: string) => (await bundleOf(who, id, receipt)).content !== undefined;
      expect([await opens('minji'), await opens('handler1'), await opens('auditor')]).toEqual([
        true,
        false,
        false,
      ]);
      await system.as('handler1').act(id, 'openings', {});
      expect(await opens('handler1')).toBe(true);
      expect(await opens('registrar')).toBe(false);
    });

    it('opens supplements, each with its own files', async () => {
      const id = await send();
      for (const [what, body] of [
        ['assignments', { handler: 'demo-handler1' }],
        ['openings', {}],
        ['supplement-requests', { fields: ['/body'], days: 5, words: '보완해 주세요.' }],
      ] as const)
        await system.as(what === 'assignments' ? 'registrar' : 'handler1').act(id, what, body);
      const upload = (await system.as('minji').upload('c.pdf', PDF)).body.id;
      const sent = { letter: { title: '보완', body: '보완합니다.' }, attachments: [{ upload }] };
      await system.as('minji').act(id, 'supplements', sent);
      const receipts = await receiptsOf(id);
      const [asked, came] = [named(receipts, 'SupplementRequested'), named(receipts, 'SupplementReceived')];
      const first = await bundleOf('minji', id, named(receipts, 'SubmissionAcceptance'));
      expect(first.content.parts).toHaveLength(2);
      const second = await bundleOf('minji', id, came);
      expect(second.content.parts.at(-1).part).toBe(`file:${upload}`);
      const words = (await bundleOf('minji', id, asked)).content.parts;
      expect(words.map(({ part }: { part: string }) => part)).toEqual(['attachments', 'fields', 'words']);
    });
  });
});

import { base64, hex } from '@scure/base';
import { type Checkpoint, checkpointBody, originOf, parseCheckpoint } from '../../domain/checkpoint';
import { leafText, parseLeaf } from '../../domain/log-leaf';
import {
  keyIdOf,
  NOTE_TYPES,
  parseNote,
  parseSignatures,
  parseVerifierKey,
  writeNote,
  writeVerifierKey,
} from '../../domain/signed-note';

// The example of the C2SP tlog-cosignature specification.
const NOTE = `example.com/behind-the-sofa
20852163
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==
`;

const CHECKPOINT = {
  origin: 'gongmun.example.org/log',
  size: 7,
  root: new Uint8Array(32).fill(7),
  time: '2026-11-24T23:25:51.422Z',
  registers: [
    { register: 'outgoing', office: 'haneul', year: 2026, highest: 5 },
    { register: 'register', office: 'haneul-civil', year: 2026, highest: 12 },
    { register: 'register', office: 'haneul', year: 2026, highest: 3 },
    { register: 'register', office: 'haneul-civil', year: 2025, highest: 140 },
  ],
} satisfies Checkpoint;

describe('a signed note', () => {
  it('is read and written to the same bytes', () => {
    const note = parseNote(NOTE);
    expect(note?.body.split('\n')).toHaveLength(4);
    expect(note?.signatures.map(({ name }) => name)).toEqual([
      'example.com/behind-the-sofa',
      'witness.example.com/w1',
    ]);
    expect(note && writeNote(note)).toBe(NOTE);
  });

  it.each([
    ['without a signature', NOTE.slice(0, NOTE.indexOf('—'))],
    ['without an empty line', NOTE.replace('\n\n', '\n')],
    ['cut short', NOTE.slice(0, -1)],
    ['with a hyphen for the dash', NOTE.replaceAll('—', '-')],
    ['with a space in a name', NOTE.replace('witness.example.com', 'witness example')],
    ['with a control character', NOTE.replace('20852163', '2085\t2163')],
    ['with carriage returns', NOTE.replaceAll('\n', '\r\n')],
    ['with base64 that is not canonical', NOTE.replace('fZ+qnA==', 'fZ+qnB==')],
    ['of nothing', ''],
  ])('%s is none', (_, text) => {
    expect(parseNote(text)).toBeUndefined();
  });

  it('has at most 64 signatures', () => {
    const line = NOTE.split('\n').at(-2);
    expect(parseSignatures(`${line}\n`.repeat(64))).toHaveLength(64);
    expect(parseSignatures(`${line}\n`.repeat(65))).toBeUndefined();
  });
});

describe('a verifier key', () => {
  const publicKey = new Uint8Array(32).fill(1);
  const name = 'witness.example.org/w1';
  const key = { name, keyId: keyIdOf(name, NOTE_TYPES.cosignature, publicKey), type: 4, publicKey };

  it('is read and written to the same text', () => {
    expect(parseVerifierKey(writeVerifierKey(key))).toEqual(key);
  });

  it('is refused when its id is not that of name and key', () => {
    const text = writeVerifierKey(key);
    expect(parseVerifierKey(text.replace('w1', 'w2'))).toBeUndefined();
    expect(parseVerifierKey(text.replace(hex.encode(key.keyId), '00000000'))).toBeUndefined();
    expect(parseVerifierKey('nonsense')).toBeUndefined();
  });

  // https://c2sp.org/signed-note and golang.org/x/mod/sumdb/note give this key.
  it('has the id that others compute', () => {
    const known = 'sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8';
    expect(parseVerifierKey(known)?.name).toBe('sum.golang.org');
  });
});

describe('a checkpoint', () => {
  it('sorts its registers by office and year, those of what offices send last', () => {
    expect(checkpointBody(CHECKPOINT)).toBe(`gongmun.example.org/log
7
${base64.encode(CHECKPOINT.root)}
time 2026-11-24T23:25:51.422Z
register haneul 2026 3
register haneul-civil 2025 140
register haneul-civil 2026 12
outgoing haneul 2026 5
`);
  });

  it('is read as it was written', () => {
    const parsed = parseCheckpoint(checkpointBody(CHECKPOINT));
    expect(parsed).toMatchObject({ ...CHECKPOINT, registers: expect.arrayContaining(CHECKPOINT.registers) });
  });

  it.each([
    ['an unknown line', (body: string) => `${body}note x\n`],
    ['a leading zero', (body: string) => body.replace('\n7\n', '\n07\n')],
    [
      'registers out of order',
      (body: string) => `${body.replace('register haneul 2026 3\n', '')}register haneul 2026 3\n`,
    ],
    [
      'what was sent before what came',
      (body: string) => body.replace(/(register haneul 2026 3\n)((?:.*\n)*)(outgoing .*\n)/, '$3$1$2'),
    ],
    ['no time', (body: string) => body.replace(/time .*\n/, '')],
    ['no last line feed', (body: string) => body.slice(0, -1)],
  ])('with %s is none', (_, change) => {
    expect(parseCheckpoint(change(checkpointBody(CHECKPOINT)))).toBeUndefined();
  });

  it('is of the log that its issuer names', () => {
    expect(originOf('https://gongmun.example.org/')).toBe('gongmun.example.org/log');
    expect(originOf('http://127.0.0.1:3000')).toBe('127.0.0.1:3000/log');
  });
});

describe('a leaf', () => {
  it('is its kind and its digest', () => {
    const leaf = { kind: 'evidence', digest: 'WxNTc9uik_DD0p2y0kOQXy5zyFhIDYmTsDLXMvDUu14' } as const;
    expect(parseLeaf(leafText(leaf))).toEqual(leaf);
    expect(parseLeaf(`gossip:${leaf.digest}`)).toBeUndefined();
    expect(parseLeaf(`evidence:${leaf.digest}A`)).toBeUndefined();
  });
});

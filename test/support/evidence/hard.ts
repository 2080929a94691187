import { deflateSync } from 'node:zlib';
import type { Verdict } from './broken-receipts';
import { submissionBundle } from './bundle';
import { DATA, SHA_256 } from './cms';
import { der, integer, oid } from './der';
import { digestOf } from './keys';
import { proofOf } from './proof';
import { type JsonObject, receiptOf } from './receipt';
import { bytesOf, printed, type World } from './world';
import { zip } from './zip';

/** A file made to cost time or memory, by somebody who knows how it is read. */
export interface Hard {
  name: string;
  verdict: Verdict;
  bytes(): Buffer;
}

const MiB = 1024 * 1024;
const repeated = (text: string, length: number): Buffer => Buffer.alloc(length, text, 'latin1');

const hard = (name: string, verdict: Verdict, bytes: () => Buffer): Hard => ({ name, verdict, bytes });

/** Anybody can make these. */
export const hardFiles: Hard[] = [
  hard('40 MiB of brackets', 'cannot_tell', () => repeated('[', 40 * MiB)),
  hard('4 MiB of brackets', 'cannot_tell', () => repeated('[', 4 * MiB)),
  hard('4 MiB of objects in objects', 'cannot_tell', () => repeated('{"a":', 4 * MiB)),
  hard('4 MiB of numbers', 'cannot_tell', () => Buffer.from(`[${'1,'.repeat(2 * MiB - 2)}1]`)),
  hard('4 MiB of members', 'not_genuine', () => {
    const members = Array.from({ length: 280_000 }, (_, i) => `"m${i.toString(36)}":0`);
    return Buffer.from(`{"format":"gongmun-receipt/1",${members.join(',')}}`);
  }),
  hard('a receipt of 4 MiB of dots', 'not_genuine', () =>
    bytesOf({ digest: '', evidence: {}, format: 'gongmun-receipt/1', jws: '.'.repeat(4 * MiB - 100) }),
  ),
  hard('a number of 4 million digits', 'cannot_tell', () => repeated('9', 4 * MiB)),
  hard('64 MiB of backslashes', 'cannot_tell', () => repeated('\\', 64 * MiB)),
  hard('a PDF of 64 MiB of ranges', 'not_genuine', () => repeated('%PDF-/ByteRange [0 1 2 3]', 64 * MiB)),
  hard('a PDF of 64 MiB of almost ranges', 'cannot_tell', () => repeated('%PDF-/ByteRange   ', 64 * MiB)),
  hard('a PDF of one range and 63 MiB of space', 'cannot_tell', () =>
    Buffer.concat([Buffer.from('%PDF-/ByteRange'), repeated(' ', 63 * MiB)]),
  ),
  hard('a PDF larger than is read', 'cannot_tell', () => repeated('%PDF-/ByteRange [', 65 * MiB)),
  hard('a PDF with 60 MiB of hex', 'not_genuine', () => aroundGap(repeated('30', 60 * MiB))),
  hard('a PDF with 60 MiB of zeros for a signature', 'not_genuine', () => aroundGap(repeated('0', 60 * MiB))),
  hard('a PDF with values in values', 'not_genuine', () => {
    let value = der(0x30);
    while (value.length < 20_000) value = der(0x30, value);
    return aroundGap(Buffer.from(value.toString('hex')));
  }),
  hard('a PDF with millions of certificates', 'not_genuine', () => {
    const signedData = der(
      0x30,
      integer(1),
      der(0x31, SHA_256),
      der(0x30, DATA),
      der(0xa0, repeated('\x30\x00', 20 * MiB)),
      der(0x31),
    );
    return aroundGap(
      Buffer.from(der(0x30, oid('1.2.840.113549.1.7.2'), der(0xa0, signedData)).toString('hex')),
    );
  }),
  hard('a zip file of 65,000 empty entries', 'not_genuine', () => {
    const header = Buffer.alloc(43);
    header.writeUInt32LE(0x04034b50, 0);
    header.writeUInt16LE(20, 4);
    header.writeUInt16LE(0x21, 12);
    header.writeUInt16LE(13, 26);
    header.write('manifest.json', 30);
    return Buffer.concat(Array.from({ length: 65_000 }, () => header));
  }),
  hard('an export of 20,000 packages of nothing', 'not_genuine', () => {
    const ids = Array.from({ length: 20_000 }, (_, i) => `${i}`);
    const index = {
      format: 'gongmun-export/1',
      ...{ requestedAt: '2026-11-25T00:00:00.000Z', part: 1, parts: 1, submissions: [], drafts: [] },
      mailbox: ids.map((delivery) => ({ delivery, path: `mailbox/${delivery}.zip` })),
    };
    const empty = zip([]);
    return zip([
      { name: 'index.json', contents: bytesOf(index) },
      ...ids.map((id) => ({ name: `mailbox/${id}.zip`, contents: empty })),
    ]);
  }),
  hard('an export whose entry would unpack to 64 MiB', 'not_genuine', () => {
    const index = bytesOf({ format: 'gongmun-export/1' });
    const bomb = deflateSync(Buffer.alloc(64 * MiB));
    return zip(
      [
        { name: 'index.json', contents: index },
        { name: 'submissions/a.zip', contents: bomb },
      ],
      { method: 8 },
    );
  }),
  hard('a zip file that says it is of 4 GiB', 'not_genuine', () => {
    const header = Buffer.alloc(43);
    header.writeUInt32LE(0x04034b50, 0);
    header.writeUInt32LE(0xffffffff, 18);
    header.writeUInt32LE(0xffffffff, 22);
    header.writeUInt16LE(13, 26);
    header.write('manifest.json', 30);
    return header;
  }),
];

function aroundGap(hex: Buffer): Buffer {
  const start = 80;
  const end = start + hex.length + 2;
  const head = `%PDF-1.7\n/ByteRange [0 ${start} ${end} 1]`.padEnd(start, ' ');
  return Buffer.concat([Buffer.from(`${head}<`), hex, Buffer.from('>\n')]);
}

/** These need a signature: the operator's own files gone wrong, or those of somebody who is not trusted. */
export function hardSigned(world: World): Hard[] {
  const { keys, log, receipts } = world;
  const [receipt] = receipts;
  if (receipt === undefined) throw new Error('There is no receipt.');
  const statement = log.statement('evidence', receipt.digest);
  const proven = (change: JsonObject) => () => bytesOf(proofOf({ ...statement, ...change }, keys.evidence));
  const hash = Buffer.alloc(32).toString('base64');
  const line = `— w ${Buffer.alloc(76).toString('base64')}\n`;
  const bundled = (files: { name: string; contents: Buffer }[]) => () =>
    submissionBundle(world, [
      { name: 'README.txt', contents: Buffer.from('x') },
      { name: 'keys.json', contents: Buffer.from('{"keys":[]}') },
      { name: 'evidence/0001.json', contents: bytesOf(receipt) },
      ...files,
    ]);
  return [
    hard(
      'a path of 20,000 hashes',
      'not_genuine',
      proven({ path: Array.from({ length: 20_000 }, () => hash) }),
    ),
    hard(
      'a checkpoint of 15,000 signatures',
      'not_genuine',
      proven({ checkpoint: log.checkpoint() + line.repeat(15_000) }),
    ),
    hard('a checkpoint of empty lines', 'not_genuine', proven({ checkpoint: '\n'.repeat(MiB / 4) })),
    hard(
      'a checkpoint of 50,000 registers',
      'not_genuine',
      proven({ checkpoint: log.checkpoint(Array.from({ length: 50_000 }, () => 'register a 2026 1')) }),
    ),
    hard('a receipt of 150,000 facts', 'genuine', () => {
      const facts = Object.fromEntries(Array.from({ length: 150_000 }, (_, i) => [i.toString(36), 0]));
      return bytesOf(receiptOf({ ...receipt.evidence, facts }, keys.evidence));
    }),
    hard('a PDF that embeds 256 MiB', 'not_genuine', () =>
      printed(world, receipt, 'p256', {
        pdf: {
          embedded: deflateSync(Buffer.alloc(256 * MiB)),
          packing: 'plain',
          filter: '/Filter /FlateDecode ',
        },
      }),
    ),
    hard('a bundle that names one part 20,000 times', 'not_genuine', () => {
      const big = Buffer.alloc(20 * MiB);
      const part = { part: 'a', path: 'files/big', sha256: digestOf(big) };
      const content = {
        format: 'gongmun-content/1',
        parts: Array.from({ length: 20_000 }, () => part),
        salt: digestOf(''),
      };
      const listed = [{ bytes: big.length, id: 'big', mediaType: 'a/b', name: '', sha256: digestOf(big) }];
      return bundled([
        { name: 'content/0001.json', contents: bytesOf(content) },
        { name: 'files/big', contents: big },
        { name: 'files.json', contents: bytesOf(listed) },
      ])();
    }),
    hard('a bundle of 8,000 parts under one list', 'not_genuine', () => {
      const parts = Array.from({ length: 8_000 }, (_, i) => ({
        name: `content/0001/${i}`,
        contents: Buffer.from(`${i}`),
      }));
      const listed = parts.map(({ name, contents }) => ({
        part: name,
        path: name,
        sha256: digestOf(contents),
      }));
      const content = { format: 'gongmun-content/1', parts: listed, salt: digestOf('') };
      return bundled([{ name: 'content/0001.json', contents: bytesOf(content) }, ...parts])();
    }),
  ];
}

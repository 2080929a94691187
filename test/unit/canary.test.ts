import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCanary } from '../support/canary';

/** What finds nothing proves nothing: the search itself is tried on everything that it shall find. */
describe('the search for marks', () => {
  const canary = createCanary();
  const mark = canary.mark('a name');
  const around = (bytes: Buffer) => Buffer.concat([Buffer.from([0, 255, 17]), bytes, Buffer.from([7, 0])]);

  const WRITTEN: [string, (text: string) => Buffer][] = [
    ['as it is', (text) => Buffer.from(text)],
    ['in UTF-16', (text) => Buffer.from(text, 'utf16le')],
    ['in big-endian UTF-16', (text) => Buffer.from(text, 'utf16le').swap16()],
    ['in hex', (text) => Buffer.from(Buffer.from(text).toString('hex'))],
    ['in hex with capitals', (text) => Buffer.from(Buffer.from(text).toString('hex').toUpperCase())],
    ['in hex of UTF-16', (text) => Buffer.from(Buffer.from(text, 'utf16le').toString('hex'))],
    ['in an address', (text) => Buffer.from(encodeURIComponent(text))],
    ['in an address, small', (text) => Buffer.from(encodeURIComponent(text).toLowerCase())],
    [
      'escaped in JSON',
      (text) =>
        Buffer.from(
          text.replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`),
        ),
    ],
    ...['', 'x', 'xy', 'xyz'].flatMap((before): [string, (text: string) => Buffer][] => [
      [
        `in base64 after "${before}"`,
        (text) => Buffer.from(Buffer.from(`${before}${text}`).toString('base64')),
      ],
      [
        `in base64url after "${before}"`,
        (text) => Buffer.from(Buffer.from(`${before}${text}`).toString('base64url')),
      ],
      [
        `in base64 of UTF-16 after "${before}"`,
        (text) =>
          Buffer.from(Buffer.concat([Buffer.from(before), Buffer.from(text, 'utf16le')]).toString('base64')),
      ],
    ]),
  ];
  it.each(WRITTEN)('finds one %s, composed and decomposed, whole or in part', (_how, write) => {
    const [hangul = '', stem = ''] = mark.split('-');
    for (const text of [mark.normalize('NFC'), mark.normalize('NFD'), hangul, hangul.normalize('NFD'), stem])
      expect(canary.find('here', around(write(text)))).not.toEqual([]);
    expect(canary.find('here', around(write('카나다-zqxxxxxxxx-a')))).toEqual([]);
  });

  it('looks into every file of a folder, whatever its name', () => {
    const dir = mkdtempSync(join(tmpdir(), 'gongmun-canary-'));
    mkdirSync(join(dir, 'deep', 'er'), { recursive: true });
    writeFileSync(join(dir, 'deep', 'er', '.hidden'), around(Buffer.from(mark)));
    writeFileSync(join(dir, 'clean'), 'nothing');
    const found = canary.findIn(dir);
    rmSync(dir, { recursive: true });
    expect(new Set(found.map(({ where }) => where))).toEqual(new Set([join(dir, 'deep', 'er', '.hidden')]));
  });

  it('gives each thing a mark of its own', () => {
    const many = Array.from({ length: 2_000 }, (_, n) => canary.mark(`thing ${n}`));
    expect(new Set(many).size).toBe(2_000);
    expect(canary.given.get(many[1_999] ?? '')).toBe('thing 1999');
  });
});

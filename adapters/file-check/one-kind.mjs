import { Fault } from './fault.mjs';

/** Where readers of PDF still look for its beginning. */
const HEAD = 1024;
const END_OF_ZIP = Buffer.from('PK\x05\x06', 'latin1');
const PAGE = /<(?:script|html|!doctype\s+html|svg|iframe|body|\?php)[\s>/]/i;

/**
 * A file that is read as one kind here and as another there carries past each check what the other would have refused.
 * @throws Fault `file.ambiguous` for one that is a web page, a PDF or an archive too; of archives see `zip.mjs`
 */
export function requireOneKind(bytes, mediaType) {
  const head = bytes.toString('latin1', 0, HEAD);
  if (PAGE.test(head)) throw new Fault('file.ambiguous');
  if (mediaType !== 'application/pdf' && head.includes('%PDF-')) throw new Fault('file.ambiguous');
  if (endsAsZip(bytes)) throw new Fault('file.ambiguous');
}

/** An end record whose comment goes on to the file's last byte, and a directory before it. */
function endsAsZip(bytes) {
  const from = Math.max(0, bytes.length - 0xffff - 22);
  for (
    let at = bytes.lastIndexOf(END_OF_ZIP);
    at >= from;
    at = at === 0 ? -1 : bytes.lastIndexOf(END_OF_ZIP, at - 1)
  ) {
    if (at + 22 > bytes.length || at + 22 + bytes.readUInt16LE(at + 20) !== bytes.length) continue;
    const directory = at - bytes.readUInt32LE(at + 12);
    if (directory >= 0 && bytes.toString('latin1', directory, directory + 2) === 'PK') return true;
  }
  return false;
}

import { Fault } from './fault.mjs';

const MACRO_PART =
  /(^|\/)vbaProject\.bin$|(^|\/)vbaData\.xml$|^Basic\/(?!(?:[^/]+\/)?script-l[bc]\.xml$).|^Scripts\/(python|javascript|beanshell)\//i;
const MACRO_TYPE = /macroEnabled|vnd\.ms-office\.vbaProject|macrosheet/i;
/** A template fetched from elsewhere brings the macros that the document itself does not hold. */
const FOREIGN_TEMPLATE =
  /<[^>]*attachedTemplate[^>]*TargetMode\s*=\s*["']External|<[^>]*TargetMode\s*=\s*["']External["'][^>]*attachedTemplate/i;
const ENTITY = /<!ENTITY\s/;

/** Whether an archive with such a part is an office document. */
export const isPackage = (names) =>
  names.has('[Content_Types].xml') || names.has('mimetype') || names.has('Contents/content.hpf');

/** Parts whose words are read. */
export const isReadPart = (name) => name === '[Content_Types].xml' || /\.(xml|rels|hpf)$/i.test(name);

/** @throws Fault `file.macros` */
export function checkPartName(name) {
  if (MACRO_PART.test(name)) throw new Fault('file.macros');
}

/**
 * What a part of a document says of it: macros whatever their part is called (ECMA-376 part 2, §7.2), protection (OpenDocument
 * 1.3 part 2, §4.8), and entities, which no office program writes and which multiply where they are read.
 */
export function checkPart(name, content) {
  const words = wordsOf(content);
  if (name === '[Content_Types].xml' && MACRO_TYPE.test(words)) throw new Fault('file.macros');
  if (name.endsWith('.rels') && FOREIGN_TEMPLATE.test(words)) throw new Fault('file.macros');
  if (name === 'META-INF/manifest.xml' && words.includes('encryption-data'))
    throw new Fault('file.encrypted');
  if (ENTITY.test(words)) throw new Fault('file.expands');
}

function wordsOf(content) {
  const mark = content.length > 1 ? content.readUInt16BE(0) : 0;
  if (mark === 0xfffe) return content.toString('utf16le');
  if (mark === 0xfeff) return new TextDecoder('utf-16be').decode(content);
  return content.toString('latin1');
}

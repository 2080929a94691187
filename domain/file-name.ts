const MAX_BYTES = 255;
const MAX_EXTENSION_BYTES = 32;

/** Control characters, lone surrogates, line and paragraph separators, what is invisible, what turns the direction. */
const HARMFUL = /[\p{Cc}\p{Cs}\u2028\u2029\u061C\u200B\u200E\u200F\u202A-\u202E\u2060\u2066-\u2069\uFEFF]/gu;

/** Names that Windows keeps for devices, whatever the extension. */
const RESERVED = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?=\.|$)/i;

/**
 * The name under which a file is shown and given back: what the sender called it, as it looked (a Korean name typed
 * on a Mac is composed, NFC), without folders, control characters and tricks of direction, at most 255 bytes of UTF-8
 * with its extension kept. Never empty. Cleaning twice changes nothing.
 */
export function cleanFileName(raw: string): string {
  const last = raw.replace(HARMFUL, '').split(/[/\\]/).at(-1) ?? '';
  const name = trimEnds(last.normalize('NFC'));
  const safe = RESERVED.test(name) ? `_${name}` : name;
  return shorten(safe) || 'file';
}

/**
 * A `Content-Disposition` header for the (cleaned) name: RFC 6266 with `filename*` as RFC 8187 has it, and an ASCII
 * name for readers that know no better.
 */
export function contentDisposition(name: string): string {
  const clean = cleanFileName(name);
  const ascii = clean.replace(/[^\x20-\x7E]+/g, '_').replace(/["\\%]/g, '_');
  const extended = encodeURIComponent(clean).replace(
    /['()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${ascii}"; filename*=UTF-8''${extended}`;
}

/** Spaces around a name deceive the eye; dots and spaces at its end are dropped by Windows, hiding the real ending. */
function trimEnds(name: string): string {
  return name.trimStart().replace(/[\s.]+$/u, '');
}

function shorten(name: string): string {
  if (bytesOf(name) <= MAX_BYTES) return name;
  const dot = name.lastIndexOf('.');
  const ending = dot > 0 && bytesOf(name.slice(dot)) <= MAX_EXTENSION_BYTES ? name.slice(dot) : '';
  const stem = name.slice(0, name.length - ending.length);
  const kept = trimEnds(startOf(stem, MAX_BYTES - bytesOf(ending)));
  return `${kept || 'file'}${ending}`;
}

/** The longest beginning within `bytes` that cuts no visible character in two. */
function startOf(text: string, bytes: number): string {
  let left = bytes;
  let end = 0;
  for (const { segment } of new Intl.Segmenter('ko').segment(text.slice(0, MAX_BYTES + 1))) {
    left -= bytesOf(segment);
    if (left < 0) break;
    end += segment.length;
  }
  return text.slice(0, end);
}

const bytesOf = (text: string): number => Buffer.byteLength(text, 'utf8');

import type { Format } from 'ajv';
import { fullFormats } from 'ajv-formats/dist/formats';
import { type LinearPattern, linearPattern } from './linear-pattern';
import { PatternRefused } from './re2-syntax';

/** What asserts one `format`, every expression in it run by RE2. */
type FormatTest = (text: string) => boolean;

const asciiLowerCase = (text: string) => text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());

/** An expression of ajv-formats; those that ignore case know ASCII letters only. */
function expression(name: keyof typeof fullFormats): FormatTest {
  const format = fullFormats[name];
  if (!(format instanceof RegExp)) throw new Error(`ajv-formats has no expression for ${name}`);
  const pattern = linearPattern(format.source);
  return format.ignoreCase ? (text) => pattern.test(asciiLowerCase(text)) : (text) => pattern.test(text);
}

const pattern = (source: string): LinearPattern => linearPattern(source);
const duration = pattern('^P(?:\\d+W|(?:\\d+Y)?(?:\\d+M)?(?:\\d+D)?(?:T(?:\\d+H)?(?:\\d+M)?(?:\\d+S)?)?)$');
const scheme = pattern('^[A-Za-z][A-Za-z0-9+\\-.]*:');
const iriReference = pattern('^[^\\x00-\\x20<>"{}|\\\\^`\\x7f-\\x9f]*$');
const idnEmail = pattern('^[^\\s@]+@[\\p{L}\\p{M}\\p{N}\\-]+(?:\\.[\\p{L}\\p{M}\\p{N}\\-]+)*$');
const idnHostname = pattern(
  '^[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N}\\-]*(?:\\.[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N}\\-]*)*\\.?$',
);
const uriReference = expression('uri-reference');

function isPattern(text: string): boolean {
  try {
    return linearPattern(text) !== undefined;
  } catch (error) {
    if (error instanceof PatternRefused) return false;
    throw error;
  }
}

/**
 * The formats that are asserted: those of JSON Schema and OpenAPI's numbers. ajv-formats gives the meaning; its
 * expressions run under RE2, since several of them take quadratic time or worse on hostile text. Dates and times are
 * its functions, which read fixed positions. Other formats are annotations, as the specification has them.
 */
export const formats: Record<string, Format> = {
  date: fullFormats.date as Format,
  time: fullFormats.time as Format,
  'date-time': fullFormats['date-time'] as Format,
  duration: (text: string) => duration.test(text) && !/[PT]$/.test(text),
  email: expression('email'),
  'idn-email': (text: string) => idnEmail.test(text),
  hostname: expression('hostname'),
  'idn-hostname': (text: string) => text.length <= 253 && idnHostname.test(text),
  ipv4: expression('ipv4'),
  ipv6: expression('ipv6'),
  uri: (text: string) => scheme.test(text) && uriReference(text),
  'uri-reference': uriReference,
  'uri-template': expression('uri-template'),
  iri: (text: string) => scheme.test(text) && iriReference.test(text),
  'iri-reference': (text: string) => iriReference.test(text),
  uuid: expression('uuid'),
  'json-pointer': expression('json-pointer'),
  'relative-json-pointer': expression('relative-json-pointer'),
  regex: isPattern,
  int32: fullFormats.int32 as Format,
  int64: fullFormats.int64 as Format,
  float: fullFormats.float as Format,
  double: fullFormats.double as Format,
};

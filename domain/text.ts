import type { Fault } from './errors';
import { pointerTo } from './json-pointer';

/** Deeper than any form nests its answers; what is deeper is refused before anything recurses into it. */
const deepestNesting = 64;

const mostFaults = 50;

/**
 * Faults of every string in a JSON value, keys included: NUL, which PostgreSQL's text and jsonb cannot hold, and lone
 * surrogates, which have no UTF-8 form and so no canonical JSON (RFC 8785 §3.2.2.2). Also refuses nesting beyond
 * `deepest`. At most 50 faults; none quotes the text.
 */
export function textFaults(value: unknown, pointer: string, deepest: number = deepestNesting): Fault[] {
  const faults: Fault[] = [];
  const path: string[] = [];
  const add = (code: string, detail: string) => {
    if (faults.length < mostFaults) faults.push({ pointer: pointerTo(pointer, ...path), code, detail });
  };
  const checkText = (text: string) => {
    if (text.includes('\u0000')) add('text.nul', 'The text contains a NUL character.');
    if (/\p{Surrogate}/u.test(text))
      add('text.lone_surrogate', 'The text contains half of a surrogate pair.');
  };
  const visit = (inner: unknown) => {
    if (faults.length >= mostFaults) return;
    if (typeof inner === 'string') return checkText(inner);
    if (typeof inner !== 'object' || inner === null) return;
    if (path.length >= deepest)
      return add('text.too_deep', `The value is nested more than ${deepest} levels deep.`);
    for (const [key, child] of Object.entries(inner)) {
      path.push(key);
      if (!Array.isArray(inner)) checkText(key);
      visit(child);
      path.pop();
    }
  };
  visit(value);
  return faults;
}

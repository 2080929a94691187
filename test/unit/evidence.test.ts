import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ETSI_EVENTS, EVIDENCE_EVENTS } from '../../domain/evidence';

const events = Object.entries(EVIDENCE_EVENTS);

describe('the events that are proved', () => {
  it('have the name that ETSI EN 319 522-1 has for them, and no other of ours has such a name', () => {
    for (const [event, { etsi }] of events) {
      if (etsi !== null) expect(etsi).toBe(event);
      else expect(Object.keys(ETSI_EVENTS)).not.toContain(event);
    }
  });

  it('have words in each language', () => {
    for (const [, { words }] of events)
      expect(Object.values(words).map((said) => said.trim().length > 1)).toEqual([true, true]);
  });

  it('of the standard that occur here are those that the document lists, with their groups', () => {
    const text = readFileSync(join(__dirname, '../../docs/architecture.md'), 'utf8');
    const listed = [...text.matchAll(/^\| `(\w+)` +\| ([A-F]) +\|/gm)].map(([, event, group]) => [
      event,
      group,
    ]);
    const known: Record<string, string> = ETSI_EVENTS;
    const occurring = events.flatMap(([event, { etsi }]) => (etsi === null ? [] : [[event, known[etsi]]]));
    expect(listed.toSorted()).toEqual(occurring.toSorted());
  });
});

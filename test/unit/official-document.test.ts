import fc from 'fast-check';
import { numberItems, skippedLevels, textOfBody } from '../../domain/number-items';
import {
  allowedDocumentActs,
  applyDocumentAct,
  type DocumentAct,
  type DocumentProcedure,
  turnOf,
} from '../../domain/official-document';

const levels = (...list: number[]) => list.map((level) => ({ level, text: 'x' }));

describe('the items of an official document', () => {
  it('have the signs of the eight levels, in order', () => {
    const twice = [1, 2, 3, 4, 5, 6, 7, 8, 8, 7, 6, 5, 4, 3, 2, 1];
    expect(numberItems(levels(...twice), 'ko')).toEqual([
      ...['1.', '가.', '1)', '가)', '(1)', '(가)', '①', '㉮'],
      ...['㉯', '②', '(나)', '(2)', '나)', '2)', '나.', '2.'],
    ]);
    expect(numberItems(levels(1, 2, 2, 1), 'en')).toEqual(['1.', 'a.', 'b.', '2.']);
  });

  it('have none where one is alone on its level', () => {
    expect(numberItems(levels(1, 2, 1), 'ko')).toEqual(['1.', '', '2.']);
    expect(numberItems(levels(1), 'ko')).toEqual(['']);
    expect(numberItems(levels(0, 1, 0, 1), 'ko')).toEqual(['', '', '', '']);
  });

  it('count on after 하 and after the circled signs', () => {
    const many = numberItems(levels(1, ...Array(16).fill(2), 1), 'ko');
    expect(many.slice(13, 17)).toEqual(['파.', '하.', '거.', '너.']);
    const circled = numberItems(levels(7, ...Array(20).fill(7)), 'ko');
    expect(circled.slice(19)).toEqual(['⑳', '(21)']);
  });

  it('may not skip a level', () => {
    expect(skippedLevels(levels(1, 3, 1, 2, 3))).toEqual([1]);
    expect(skippedLevels(levels(2))).toEqual([0]);
  });

  it('are plain text with their signs', () => {
    expect(textOfBody(levels(1, 2, 2, 1), 'ko')).toBe('1. x\n  가. x\n  나. x\n2. x');
  });
});

describe('the course of an official document', () => {
  const line = [
    { person: 'a', part: 'reviewer' as const },
    { person: 'b', part: 'approver' as const },
  ];
  const draft: DocumentProcedure = {
    ...{ state: 'draft', drafter: 'd', line: [], agreed: 0, holds: [], disposal: 'none' },
  };
  const acts: DocumentAct[] = [
    { kind: 'edit' },
    { kind: 'propose', line },
    { kind: 'agree' },
    { kind: 'send_back' },
    { kind: 'dispatch' },
    { kind: 'recall' },
  ];
  const ofRecords: DocumentAct[] = [
    { kind: 'hold', hold: 'h' },
    { kind: 'release_hold', hold: 'h' },
    { kind: 'disposal_due' },
    { kind: 'review_disposal', decision: 'destroy' },
    { kind: 'review_disposal', decision: 'keep' },
    { kind: 'review_disposal', decision: 'transfer' },
    { kind: 'confirm_transfer' },
    { kind: 'begin_disposal' },
    { kind: 'dispose' },
  ];

  it('is drafted, agreed to by each in turn, registered by the last, dispatched', () => {
    let now = draft;
    const events = (['propose', 'agree', 'agree', 'dispatch', 'recall'] as const).map((kind) => {
      const act = acts.find((one) => one.kind === kind);
      const applied = act && applyDocumentAct(now, act);
      if (!applied?.ok) throw new Error(`${kind} was refused.`);
      now = applied.document;
      return [applied.event, turnOf(now)?.person];
    });
    expect(events).toEqual([
      ['DocumentProposed', 'a'],
      ['DocumentReviewed', 'b'],
      ['DocumentRegistered', undefined],
      ['DocumentDispatched', undefined],
      ['DocumentRecalled', undefined],
    ]);
  });

  it('never takes back a number, whatever is tried in whatever order', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...acts), { maxLength: 30 }), (tried) => {
        let now = draft;
        let registered = 0;
        for (const act of tried) {
          const applied = applyDocumentAct(now, act);
          expect(applied.ok).toBe(allowedDocumentActs(now).includes(act.kind));
          if (!applied.ok) continue;
          if (applied.event === 'DocumentRegistered') registered += 1;
          now = applied.document;
          expect(now.agreed).toBeLessThanOrEqual(now.line.length);
        }
        expect(registered).toBe(['registered', 'dispatched'].includes(now.state) ? 1 : 0);
      }),
    );
  });

  it('is destroyed only after its dispatch, when it is due, by a review, and never under a hold', () => {
    const every = [...acts, ...ofRecords];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...every), { minLength: 5, maxLength: 60 }), (tried) => {
        let now: DocumentProcedure = { ...draft, state: 'dispatched', line, agreed: 2 };
        const done: string[] = [];
        for (const act of tried) {
          const before = now;
          const applied = applyDocumentAct(now, act);
          if (!applied.ok) continue;
          done.push(act.kind);
          now = applied.document;
          if (act.kind !== 'begin_disposal') continue;
          expect(before.holds).toEqual([]);
          const last = (kind: string) => done.lastIndexOf(kind);
          expect(last('review_disposal')).toBeGreaterThan(last('disposal_due'));
          expect(last('disposal_due')).toBeGreaterThanOrEqual(0);
        }
        if (now.disposal === 'begun' || now.disposal === 'done') expect(now.holds).toEqual([]);
        if (now.disposal === 'done') expect(allowedDocumentActs(now)).toEqual([]);
      }),
    );
    for (const state of ['draft', 'in_approval', 'registered'] as const)
      for (const act of ofRecords) expect(applyDocumentAct({ ...draft, state, line }, act).ok).toBe(false);
  });
});

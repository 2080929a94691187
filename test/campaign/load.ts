import { setTimeout as pause } from 'node:timers/promises';
import type { People } from './people';
import { pickWeighted } from './random';

const LETTER = { letter: { title: '질의', body: '문의드립니다.' }, office: 'haneul-civil' };
const WORDS = { words: '사유를 적습니다.' };
const decision = (outcome: string) => ({ outcome, reply: { title: '답변', body: '회신합니다.' } });

type Lifecycle = (people: People) => Promise<void>;

const isRegistered = ({ state }: { state: string }) => state !== 'accepted';

/** A submission that somebody acknowledged and the office registered; undefined when nobody ever did. */
async function registered(people: People, document: object = LETTER): Promise<string | undefined> {
  const { submission } = await people.submit(document);
  if (submission === undefined) return undefined;
  const seen = await people.see(submission, isRegistered);
  return seen?.id;
}

const decided: Lifecycle = async (people) => {
  const id = await registered(people);
  if (id !== undefined) await people.act('handler1', id, 'decisions', decision('granted'));
};

const withAttachment: Lifecycle = async (people) => {
  const upload = await people.upload('one.txt', `The attachment of ${Math.random()}.`);
  const id = await registered(people, { ...LETTER, attachments: [{ upload }] });
  if (id !== undefined) await people.act('handler1', id, 'decisions', decision('granted'));
};

const supplemented: Lifecycle = async (people) => {
  const id = await registered(people);
  if (id === undefined) return;
  await people.act('registrar', id, 'assignments', { handler: 'demo-handler1' });
  await people.act('handler1', id, 'openings', {});
  const asked = { fields: ['/body'], days: 5, ...WORDS };
  const request = await people.act('handler1', id, 'supplement-requests', asked);
  if (request.verdict !== 'taken') return;
  await people.see(id, ({ state }) => state === 'supplement_requested');
  await people.act('minji', id, 'supplements', { letter: { title: '질의', body: '보완했습니다.' } });
  await people.act('handler1', id, 'decisions', decision('granted'));
};

const transferred: Lifecycle = async (people) => {
  const id = await registered(people);
  if (id === undefined) return;
  await people.act('registrar', id, 'transfers', { office: 'haneul-food', ...WORDS });
  const seen = await people.see(id, ({ pending }) => pending.length === 0);
  if (seen?.office === 'haneul-food') await people.act('handler-food', id, 'decisions', decision('noted'));
};

const withdrawn: Lifecycle = async (people) => {
  const id = await registered(people);
  if (id !== undefined) await people.act('minji', id, 'withdrawals', {});
};

/** Two officials who both saw it undecided. */
const decidedByTwo: Lifecycle = async (people) => {
  const id = await registered(people);
  if (id === undefined) return;
  await Promise.all([
    people.act('handler1', id, 'decisions', decision('granted')),
    people.act('handler2', id, 'decisions', decision('noted')),
  ]);
};

/** The same request twice at once, as from a page that was impatient. */
const sentTwice: Lifecycle = async (people) => {
  await people.submit(LETTER, { twiceAtOnce: true });
};

const sentOnly: Lifecycle = async (people) => {
  await people.submit(LETTER);
};

const MIX: readonly (readonly [number, Lifecycle])[] = [
  [3, decided],
  [2, withAttachment],
  [2, supplemented],
  [2, transferred],
  [1, withdrawn],
  [2, decidedByTwo],
  [1, sentTwice],
  [2, sentOnly],
];

export interface Load {
  people: People;
  pick: () => number;
}

const lifecycle = ({ people, pick }: Load): Promise<void> => pickWeighted(pick, MIX)(people);

/** So many at once, each followed by the next. @returns lifecycles for each second */
export async function measureCapacity(load: Load, { lanes, ms }: { lanes: number; ms: number }) {
  const started = Date.now();
  let count = 0;
  const lane = async () => {
    while (Date.now() - started < ms) {
      await lifecycle(load);
      count += 1;
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return count / ((Date.now() - started) / 1_000);
}

/** So many begin each second, whatever becomes of the earlier ones. Resolves when all have come to their end. */
export async function offer(load: Load, { perSecond, ms }: { perSecond: number; ms: number }) {
  const started = Date.now();
  const underWay: Promise<void>[] = [];
  for (let n = 0; ; n += 1) {
    const due = started + (n * 1_000) / perSecond;
    if (due - started > ms) break;
    await pause(Math.max(0, due - Date.now()));
    underWay.push(lifecycle(load));
  }
  await Promise.all(underWay);
}

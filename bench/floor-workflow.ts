import { condition, defineSignal, setHandler } from '@temporalio/workflow';

export const first = defineSignal<[number]>('first');
export const second = defineSignal<[number]>('second');

/** The floor: a workflow that does nothing but take the two signals of a lifecycle. */
export async function floor(): Promise<void> {
  let taken = 0;
  setHandler(first, () => {
    taken += 1;
  });
  setHandler(second, () => {
    taken += 1;
  });
  await condition(() => taken === 2);
}

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useRef } from 'react';
import { useSameRequest } from './same-request';
import { Trouble } from './states';

/**
 * A POST that acts, under an Idempotency-Key of its own: the same until an answer came (`useSameRequest`), so that a second
 * click and a retry after a lost answer are the same act. `changes` names what the pages read anew after it.
 */
export function useDeed<Answer, Given = void>(
  act: (key: string, given: Given) => Promise<Answer>,
  { changes, onDone }: { changes: string[]; onDone?: (answer: Answer) => void },
) {
  const queries = useQueryClient();
  const same = useSameRequest();
  // A double click comes sooner than the page is drawn anew.
  const busy = useRef(false);
  const mutation = useMutation({
    mutationFn: (given: Given) => act(same.of(given ?? null).key, given),
    onSuccess: (answer) => {
      same.heard();
      onDone?.(answer);
    },
    onError: (error) => same.heard(error),
    onSettled: () => {
      busy.current = false;
      return Promise.all(changes.map((name) => queries.invalidateQueries({ queryKey: [name] })));
    },
  });
  const mutate = (given: Given) => {
    if (busy.current) return;
    busy.current = true;
    mutation.mutate(given);
  };
  return { ...mutation, mutate };
}

interface Deed<Given> {
  isPending: boolean;
  isError: boolean;
  error: unknown;
  mutate(given: Given): void;
}

/** Presses once however often it is pressed, and says below what went wrong. */
export function DeedButton({
  deed,
  look = 'button',
  children,
}: {
  deed: Deed<void>;
  look?: string;
  children: ReactNode;
}) {
  return (
    <>
      <button type="button" className={look} aria-busy={deed.isPending} onClick={() => deed.mutate()}>
        {children}
      </button>
      {deed.isError ? <Trouble error={deed.error} /> : null}
    </>
  );
}

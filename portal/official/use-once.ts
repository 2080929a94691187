import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

/**
 * Something that is created once, however often its button is pressed: the same Idempotency-Key until it is answered.
 * @param stale what is read anew afterwards
 */
export function useOnce<V>(
  send: (values: V, key: string) => Promise<unknown>,
  stale: string[],
  onDone?: () => void,
) {
  const queries = useQueryClient();
  const [key, setKey] = useState(() => crypto.randomUUID());
  return useMutation({
    mutationFn: (values: V) => send(values, key),
    onSuccess: () => onDone?.(),
    onSettled: () => {
      setKey(crypto.randomUUID());
      return Promise.all(stale.map((name) => queries.invalidateQueries({ queryKey: [name] })));
    },
  });
}

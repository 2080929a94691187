import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useSameRequest } from '../parts/same-request';

/**
 * Something that is created once, however often its button is pressed, also after a lost answer.
 * @param stale what is read anew afterwards
 */
export function useOnce<V>(
  send: (values: V, key: string) => Promise<unknown>,
  stale: string[],
  onDone?: () => void,
) {
  const queries = useQueryClient();
  const same = useSameRequest();
  return useMutation({
    mutationFn: (values: V) => send(values, same.of(values).key),
    onSuccess: () => onDone?.(),
    onSettled: (_answer, error) => {
      same.heard(error);
      return Promise.all(stale.map((name) => queries.invalidateQueries({ queryKey: [name] })));
    },
  });
}

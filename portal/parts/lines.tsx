import { useInfiniteQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useWords } from '../words';
import { MoreButton } from './more';
import { Empty, Loading, Trouble } from './states';

interface Piece<Item> {
  items: Item[];
  nextCursor?: string | undefined;
}

type Asked = { limit: number; cursor?: string };

/**
 * A list of the API, read piece by piece as somebody asks for more; looked at again every so often, or only while any of
 * it still moves.
 */
export function usePieces<Item>(
  name: unknown[],
  read: (query: Asked) => Promise<Piece<Item>>,
  { everyMs, whileAny }: { everyMs?: number; whileAny?: (item: Item) => boolean } = {},
) {
  return useInfiniteQuery({
    queryKey: name,
    queryFn: ({ pageParam }) => read({ limit: 20, ...(pageParam === '' ? {} : { cursor: pageParam }) }),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
    refetchInterval: ({ state }) => {
      const moves = whileAny === undefined || state.data?.pages.some(({ items }) => items.some(whileAny));
      return everyMs !== undefined && moves ? everyMs : false;
    },
  });
}

/** Such a list in each of its states: coming, failed, empty, there, and with more to come. */
export function Pieces<Item>({
  list,
  empty,
  className,
  children,
}: {
  list: ReturnType<typeof usePieces<Item>>;
  empty: ReactNode;
  className: string;
  children(item: Item): ReactNode;
}) {
  const { t } = useWords();
  if (list.isPending) return <Loading />;
  if (list.isError) return <Trouble error={list.error} again={() => void list.refetch()} />;
  const items = list.data.pages.flatMap((page) => page.items);
  if (items.length === 0) return <Empty>{empty}</Empty>;
  return (
    <>
      <ul className={className}>{items.map(children)}</ul>
      <MoreButton of={list}>{t('documents.more')}</MoreButton>
    </>
  );
}

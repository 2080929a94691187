import type { ReactNode } from 'react';

/** A list that is read piece by piece, as `useInfiniteQuery` gives it. */
export interface Pages {
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  fetchNextPage(): Promise<unknown>;
}

interface Given {
  of: Pages;
  children: ReactNode;
}

/** Asks for the next piece, once however often it is pressed; nothing where there is none. */
export function MoreButton({ of, children }: Given) {
  if (!of.hasNextPage) return null;
  return (
    <button
      type="button"
      className="button button-secondary"
      aria-busy={of.isFetchingNextPage}
      onClick={() => {
        if (!of.isFetchingNextPage) void of.fetchNextPage();
      }}
    >
      {children}
    </button>
  );
}

/** The same on a line of its own. */
export function More({ of, children }: Given) {
  if (!of.hasNextPage) return null;
  return (
    <p className="actions">
      <MoreButton of={of}>{children}</MoreButton>
    </p>
  );
}

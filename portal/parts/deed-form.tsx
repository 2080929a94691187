import type { ReactNode } from 'react';
import { Trouble } from './states';

interface Deed {
  isPending: boolean;
  isError: boolean;
  error: unknown;
  mutate(): void;
}

/** A short form with one act: sent once however often it is pressed; what went wrong stands above the button. */
export function DeedForm({ deed, words, children }: { deed: Deed; words: string; children: ReactNode }) {
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        deed.mutate();
      }}
    >
      {children}
      {deed.isError ? <Trouble error={deed.error} /> : null}
      <button type="submit" className="button" aria-busy={deed.isPending}>
        {words}
      </button>
    </form>
  );
}

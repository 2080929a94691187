import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { askForFile } from '../api/client';
import { Trouble } from './states';

/** Saves a file of the API under its own name, or under `name` where the API gives it none. */
export function Download({ path, name, children }: { path: string; name?: string; children: ReactNode }) {
  const save = useMutation({
    mutationFn: async () => {
      const file = await askForFile(path);
      keep({ ...file, ...(name === undefined ? {} : { name }) });
    },
  });
  return (
    <>
      <button
        type="button"
        className="link-button"
        aria-busy={save.isPending}
        onClick={() => {
          if (!save.isPending) save.mutate();
        }}
      >
        {children}
      </button>
      {save.isError ? <Trouble error={save.error} /> : null}
    </>
  );
}

function keep({ blob, name }: { blob: Blob; name: string }): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}

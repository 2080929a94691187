import { useMutation } from '@tanstack/react-query';
import { useEffect } from 'react';
import { askForFile } from '../api/client';
import { Loading, Trouble } from '../parts/states';
import { PdfOf } from '../preview/file-preview';
import { useWords } from '../words';

/** What would come of what is written now, as PDF; nothing is sent out and nothing kept. */
export function PdfOfRequest({ path, body }: { path: string; body: unknown }) {
  const { t } = useWords();
  const made = useMutation({ mutationFn: (wanted: string) => askForFile(path, JSON.parse(wanted)) });
  const written = JSON.stringify(body);
  const { reset, variables } = made;
  const stale = variables !== undefined && variables !== written;
  // A picture of what is no longer written there would mislead.
  useEffect(() => {
    if (stale) reset();
  }, [stale, reset]);
  return (
    <div className="act">
      <button
        type="button"
        className="button button-secondary"
        aria-busy={made.isPending}
        onClick={() => {
          if (!made.isPending) made.mutate(written);
        }}
      >
        {t('preview.pdf')}
      </button>
      {made.isPending ? <Loading /> : null}
      {made.isError ? <Trouble error={made.error} /> : null}
      {made.data === undefined ? null : <PdfOf blob={made.data.blob} name={t('preview.pdf')} />}
    </div>
  );
}

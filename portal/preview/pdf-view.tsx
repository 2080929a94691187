import { useEffect, useRef, useState } from 'react';
import { Loading } from '../parts/states';
import { useWords } from '../words';
import { openPdf, type Pages } from './pdf-pages';

/** A PDF, one page at a time. */
export function PdfView({ blob, name }: { blob: Blob; name: string }) {
  const { t } = useWords();
  const [pages, setPages] = useState<Pages>();
  const [broken, setBroken] = useState(false);
  const [at, setAt] = useState(1);
  useEffect(() => {
    let opened: Pages | undefined;
    let gone = false;
    const open = async () => {
      opened = await openPdf(await blob.arrayBuffer());
      if (gone) opened.close();
      else setPages(opened);
    };
    open().catch(() => {
      if (!gone) setBroken(true);
    });
    return () => {
      gone = true;
      opened?.close();
    };
  }, [blob]);
  if (broken) return <p role="alert">{t('preview.broken')}</p>;
  if (pages === undefined) return <Loading />;
  return (
    <div className="pdf">
      <p className="pdf-tools">
        <button
          type="button"
          className="button button-secondary"
          disabled={at === 1}
          onClick={() => setAt(at - 1)}
        >
          {t('preview.before')}
        </button>
        <span role="status">{t('preview.page', { at, count: pages.count })}</span>
        <button
          type="button"
          className="button button-secondary"
          disabled={at === pages.count}
          onClick={() => setAt(at + 1)}
        >
          {t('preview.after')}
        </button>
      </p>
      <PageOf key={at} pages={pages} at={at} name={name} onBroken={() => setBroken(true)} />
    </div>
  );
}

/** A picture of the page, and its words for who listens. */
function PageOf({ pages, at, name, onBroken }: { pages: Pages; at: number; name: string; onBroken(): void }) {
  const { t } = useWords();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [words, setWords] = useState<string>();
  const told = useRef(onBroken);
  useEffect(() => {
    let gone = false;
    if (canvas.current === null) return;
    const width = canvas.current.parentElement?.clientWidth ?? 600;
    pages.draw(at, canvas.current, width).then(
      (said) => {
        if (!gone) setWords(said);
      },
      () => {
        if (!gone) told.current();
      },
    );
    return () => {
      gone = true;
    };
  }, [pages, at]);
  return (
    <div className="pdf-page" data-drawn={words !== undefined}>
      <canvas ref={canvas} role="img" aria-label={t('preview.picture', { name, at })} />
      <p className="hidden">{words}</p>
    </div>
  );
}

import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useState } from 'react';
import { askForFile } from '../api/client';
import { Loading, Trouble } from '../parts/states';
import { useWords } from '../words';

/** The renderer is large and seldom needed: a piece of its own. */
const PdfView = lazy(async () => ({ default: (await import('./pdf-view')).PdfView }));

const PICTURES = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'];
/** Larger ones are downloaded: they would hold up the page. */
const MOST_BYTES = 30 * 1024 * 1024;

interface Previewed {
  path: string;
  name: string;
  mediaType: string;
}

/** A file of the API, seen without being saved: a picture, or a PDF drawn page by page. Nothing in it runs. */
export function FilePreview({ path, name, mediaType, bytes }: Previewed & { bytes: number }) {
  const { t } = useWords();
  const [open, setOpen] = useState(false);
  const words = t(open ? 'preview.close' : 'preview.open');
  const seen = mediaType === 'application/pdf' || PICTURES.includes(mediaType);
  if (!seen || bytes > MOST_BYTES) return null;
  return (
    <>
      <button
        type="button"
        className="link-button"
        aria-expanded={open}
        aria-label={`${words}: ${name}`}
        onClick={() => setOpen(!open)}
      >
        {words}
      </button>
      {open ? <Fetched path={path} name={name} mediaType={mediaType} /> : null}
    </>
  );
}

function Fetched({ path, name, mediaType }: Previewed) {
  // Each time it is taken out is recorded, so it is not fetched again for the same look.
  const file = useQuery({
    queryKey: ['file', path],
    queryFn: () => askForFile(path),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
    refetchOnWindowFocus: false,
  });
  if (file.isPending) return <Loading />;
  if (file.isError) return <Trouble error={file.error} again={() => void file.refetch()} />;
  const { blob } = file.data;
  return mediaType === 'application/pdf' ? (
    <PdfOf blob={blob} name={name} />
  ) : (
    <Picture blob={blob} name={name} mediaType={mediaType} />
  );
}

export function PdfOf({ blob, name }: { blob: Blob; name: string }) {
  return (
    <Suspense fallback={<Loading />}>
      <PdfView blob={blob} name={name} />
    </Suspense>
  );
}

function Picture({ blob, name, mediaType }: { blob: Blob; name: string; mediaType: string }) {
  const { t } = useWords();
  const [url, setUrl] = useState<string>();
  const [broken, setBroken] = useState(false);
  useEffect(() => {
    const made = URL.createObjectURL(blob.slice(0, blob.size, mediaType));
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [blob, mediaType]);
  if (broken) return <p role="alert">{t('preview.broken')}</p>;
  return url === undefined ? (
    <Loading />
  ) : (
    <img className="picture" src={url} alt={name} onError={() => setBroken(true)} />
  );
}

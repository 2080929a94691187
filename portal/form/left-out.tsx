import { useWords } from '../words';

/** Answers that a copy could not take along, because the form of today has no such field. */
export function LeftOut({ pointers }: { pointers: string[] | undefined }) {
  const { t } = useWords();
  if (pointers === undefined || pointers.length === 0) return null;
  return (
    <div className="notice notice-warning">
      <p>{t('drafts.left_out')}</p>
      <ul>
        {pointers.map((pointer) => (
          <li key={pointer}>{pointer.slice(1).replaceAll('/', ' › ')}</li>
        ))}
      </ul>
    </div>
  );
}

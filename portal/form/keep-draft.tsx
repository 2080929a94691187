import { Link, useNavigate } from 'react-router';
import { useDeed } from '../parts/deed';
import { Trouble } from '../parts/states';
import { When } from '../parts/when';
import { useWords } from '../words';
import { type Draft, draftName, forgetDraft, readDraft, saveDraft } from './draft';
import { keepDraft, writtenOf } from './send-draft';

/** "Save as draft": kept by the API, to go on with it later and elsewhere. `what` is the draft's name in this tab. */
export function KeepDraft({
  draft,
  change,
  form,
  what,
}: {
  draft: Draft;
  change(by: (draft: Draft) => Draft): void;
  form: string | null;
  what: string;
}) {
  const { t } = useWords();
  const navigate = useNavigate();
  const keep = useDeed((key) => keepDraft(draft, form, change, key), {
    changes: ['drafts'],
    onDone: (kept) => {
      if (draft.kept !== undefined) return;
      saveDraft(draftName(what, kept.id), { ...(readDraft(what) ?? draft), kept });
      forgetDraft(what);
      void navigate({ search: `?draft=${kept.id}` }, { replace: true, state: { stays: true } });
    },
  });
  const { kept } = draft;
  const fresh = kept !== undefined && kept.as === JSON.stringify(writtenOf(draft, form));
  return (
    <>
      <button
        type="button"
        className="button button-secondary"
        aria-busy={keep.isPending}
        onClick={() => keep.mutate()}
      >
        {t('drafts.keep')}
      </button>
      <div role="status" className="whole-row">
        {fresh ? (
          <p>
            {t('drafts.kept_until')} <When at={kept.removeAt} only="date" />.{' '}
            <Link to="/drafts">{t('drafts.all')}</Link>
          </p>
        ) : null}
        {kept === undefined || fresh ? null : <p className="small">{t('drafts.changed_since')}</p>}
      </div>
      {keep.isError ? (
        <div className="whole-row">
          <Trouble error={keep.error} />
        </div>
      ) : null}
    </>
  );
}

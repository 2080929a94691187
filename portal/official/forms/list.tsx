import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { api, ask } from '../../api/client';
import { Empty, Loading, Trouble } from '../../parts/states';
import type { Words } from '../../parts/words-of';
import { useWords } from '../../words';
import { OfficialPage } from '../official-page';

const MOST_PAGES = 50;

interface FormLine {
  id: string;
  version: number;
  office: string;
  title: Words;
}

/** The forms of an office; the API lists those of all. */
async function formsOf(office: string) {
  const found: FormLine[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const query = { limit: 100, ...(cursor === undefined ? {} : { cursor }) };
    const answer = await ask(api.GET('/v1/forms', { params: { query } }));
    found.push(...answer.items.filter((form) => form.office === office));
    cursor = answer.nextCursor;
    if (cursor === undefined) break;
  }
  return found;
}

export function FormsPage() {
  const { t } = useWords();
  return (
    <OfficialPage title={t('form_editor.title')}>
      {(office) => <Forms key={office} office={office} />}
    </OfficialPage>
  );
}

function Forms({ office }: { office: string }) {
  const { t, say } = useWords();
  const forms = useQuery({ queryKey: ['forms of', office], queryFn: () => formsOf(office) });
  return (
    <>
      <p className="actions">
        <Link className="button" to={`/office/forms/new?office=${office}`}>
          {t('form_editor.new')}
        </Link>
      </p>
      {forms.isPending ? <Loading /> : null}
      {forms.isError ? <Trouble error={forms.error} again={() => void forms.refetch()} /> : null}
      {forms.data?.length === 0 ? (
        <Empty>
          <p>{t('form_editor.none')}</p>
        </Empty>
      ) : null}
      <ul className="cards">
        {forms.data?.map((form) => (
          <li key={form.id}>
            <Link className="card" to={`/office/forms/${form.id}?office=${office}`}>
              <strong>{say(form.title)}</strong>
              <span>{t('form_editor.version', { id: form.id, version: form.version })}</span>
            </Link>
          </li>
        ))}
      </ul>
    </>
  );
}

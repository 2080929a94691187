import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { Link, useSearchParams } from 'react-router';
import { api, ask, type Schemas } from '../../api/client';
import { MoreButton } from '../../parts/more';
import { Empty, Loading, Trouble } from '../../parts/states';
import { When } from '../../parts/when';
import { useWords } from '../../words';
import { useNameOf } from '../members';
import { OfficialPage } from '../official-page';
import { useOnce } from '../use-once';

/** What parties said when their matter had come to its end, and whether somebody dealt with it. */
export function SurveyPage() {
  const { t } = useWords();
  return (
    <OfficialPage title={t('survey_answers.title')}>
      {(office) => <Answers key={office} office={office} />}
    </OfficialPage>
  );
}

function Answers({ office }: { office: string }) {
  const { t } = useWords();
  const [search, setSearch] = useSearchParams();
  const handled = search.get('handled') === 'yes' ? 'yes' : 'no';
  const answers = useInfiniteQuery({
    queryKey: ['survey answers', office, handled],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam: cursor }) => {
      const query = { handled, ...(cursor === undefined ? {} : { cursor }) } as const;
      return ask(api.GET('/v1/offices/{code}/survey-answers', { params: { path: { code: office }, query } }));
    },
    getNextPageParam: ({ nextCursor }) => nextCursor,
    placeholderData: keepPreviousData,
  });
  const items = answers.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <fieldset className="tabs">
        <legend className="hidden">{t('desk.view')}</legend>
        {(['no', 'yes'] as const).map((one) => (
          <label key={one} className="tab">
            <input
              type="radio"
              name="handled"
              checked={handled === one}
              onChange={() => setSearch({ office, handled: one })}
            />
            <span>{t(`survey_handled.${one}`)}</span>
          </label>
        ))}
      </fieldset>
      {answers.isPending ? <Loading /> : null}
      {answers.isError ? <Trouble error={answers.error} again={() => void answers.refetch()} /> : null}
      {answers.isSuccess && items.length === 0 ? (
        <Empty>
          <p>{t('survey_answers.none')}</p>
        </Empty>
      ) : null}
      <ul className="lines">
        {items.map((one) => (
          <Answer key={one.submissionId} answer={one} />
        ))}
      </ul>
      <MoreButton of={answers}>{t('documents.more')}</MoreButton>
    </>
  );
}

function Answer({ answer }: { answer: Schemas['SurveyAnswer'] }) {
  const { t } = useWords();
  const nameOf = useNameOf(answer.office);
  const { submissionId, rating, comment, answeredAt, handledAt, handledBy } = answer;
  const handle = useOnce(
    (id: string, key) =>
      ask(
        api.POST('/v1/submissions/{id}/survey/handlings', {
          params: { path: { id }, header: { 'Idempotency-Key': key } },
          body: {},
        }),
      ),
    ['survey answers'],
  );
  return (
    <li>
      <span>
        <strong>{t('survey_answers.rating', { rating })}</strong>
        {comment === null ? null : (
          <>
            <br />
            <span className="as-written">{comment}</span>
          </>
        )}
        <br />
        <span className="small">
          <When at={answeredAt} /> · <Link to={`/desk/${submissionId}`}>{t('survey_answers.document')}</Link>
        </span>
      </span>
      {handledAt === null ? (
        <button
          type="button"
          className="link-button"
          aria-busy={handle.isPending}
          onClick={() => {
            if (!handle.isPending) handle.mutate(submissionId);
          }}
        >
          {t('survey_answers.handle')}
        </button>
      ) : (
        <span className="small">
          {t('survey_answers.handled', { name: nameOf(handledBy ?? '') })} · <When at={handledAt} />
        </span>
      )}
      {handle.isError ? <Trouble error={handle.error} /> : null}
    </li>
  );
}

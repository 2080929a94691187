import { useId, useState } from 'react';
import { api, ask } from '../api/client';
import { Refused } from '../api/problem';
import { useWords } from '../words';
import { useDeed } from './deed';
import { Trouble } from './states';

const RATINGS = [5, 4, 3, 2, 1] as const;

/** After the end, once: how the matter was dealt with, and a comment. */
export function Survey({ id, answered }: { id: string; answered: boolean }) {
  const { t } = useWords();
  const field = useId();
  const [rating, setRating] = useState<number>();
  const [comment, setComment] = useState('');
  const answer = useDeed(
    (key) =>
      ask(
        api.POST('/v1/submissions/{id}/survey', {
          params: { path: { id }, header: { 'Idempotency-Key': key } },
          body: { rating: rating ?? 0, ...(comment.trim() === '' ? {} : { comment: comment.trim() }) },
        }),
      ),
    { changes: ['submission'] },
  );
  const answeredBefore = answer.error instanceof Refused && answer.error.problem.code === 'survey.answered';
  if (answer.isSuccess || answeredBefore)
    return (
      <div className="notice notice-success" role="status">
        <p>{t(answeredBefore ? 'survey.answered_before' : 'survey.thanks')}</p>
      </div>
    );
  if (answered) return null;
  return (
    <details className="fold">
      <summary>{t('survey.title')}</summary>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          answer.mutate();
        }}
      >
        <fieldset className="field">
          <legend>{t('survey.question')}</legend>
          <div className="choices">
            {RATINGS.map((one) => (
              <label key={one} className="choice">
                <input
                  type="radio"
                  name={field}
                  required
                  checked={rating === one}
                  onChange={() => setRating(one)}
                />
                {t(`survey_rating.${one}`)}
              </label>
            ))}
          </div>
        </fieldset>
        <div className="field">
          <label htmlFor={`${field}-comment`}>
            {t('survey.comment')} <span className="optional">{t('form.optional')}</span>
          </label>
          <textarea
            id={`${field}-comment`}
            className="input"
            rows={4}
            maxLength={2000}
            value={comment}
            onChange={(event) => setComment(event.target.value)}
          />
        </div>
        {answer.isError ? <Trouble error={answer.error} /> : null}
        <button type="submit" className="button" aria-busy={answer.isPending}>
          {t('survey.send')}
        </button>
      </form>
    </details>
  );
}

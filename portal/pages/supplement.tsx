import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import { api, ask } from '../api/client';
import { type Fault, Refused } from '../api/problem';
import { AnswersForm } from '../form/answers-form';
import { Attachments } from '../form/attachments';
import { changesOfFiles } from '../form/changes-of-files';
import { faultsOf } from '../form/check';
import { type FormDefinition, useForm } from '../form/definition';
import { emptyDraft, forgetDraft, useDraft } from '../form/draft';
import { ErrorSummary } from '../form/error-summary';
import { useFaultWords } from '../form/fault-words';
import { type Letter, LetterFields } from '../form/letter-fields';
import { LETTER_FILES } from '../form/letter-files';
import { labelAt, localised } from '../form/schema';
import { useAct } from '../parts/act';
import { Page } from '../parts/page';
import { Loading, SignedIn, Trouble } from '../parts/states';
import { type Submission, useSubmission, useTimeline } from '../parts/submission';
import { When } from '../parts/when';
import { useWords } from '../words';

/** What the office asked for, filled in: the whole document anew, with what was sent before already in it. */
export function SupplementPage() {
  const { id = '' } = useParams();
  const { t } = useWords();
  return (
    <SignedIn title={t('supplement.title')}>
      <Asked id={id} />
    </SignedIn>
  );
}

function Asked({ id }: { id: string }) {
  const { t } = useWords();
  const submission = useSubmission(id);
  const content = useQuery({
    queryKey: ['content', id],
    queryFn: () => ask(api.GET('/v1/submissions/{id}/content', { params: { path: { id } } })),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const form = submission.data?.form ?? null;
  const definition = useForm(form?.id ?? '', form?.version);
  const failed = submission.error ?? content.error ?? (form === null ? null : definition.error);
  if (failed !== null)
    return (
      <Page title={t('supplement.title')}>
        <Trouble error={failed} />
      </Page>
    );
  if (submission.data === undefined || content.data === undefined || (form !== null && !definition.data))
    return (
      <Page title={t('supplement.title')}>
        <Loading />
      </Page>
    );
  return (
    <Supplement
      submission={submission.data}
      before={form === null ? content.data.letter : content.data.answers}
      definition={form === null ? undefined : definition.data?.definition}
    />
  );
}

interface Request {
  words: string;
  fields: string[];
  attachments: string[];
}

/** The newest request; what it names may be less than what the form has. */
function useRequest(submission: Submission): Request {
  const timeline = useTimeline(submission);
  const asked = timeline.data?.items.findLast(
    ({ kind }) => kind === 'request_supplement' || kind === 'request_resend',
  )?.words as Partial<Request> | null | undefined;
  return {
    words: asked?.words ?? '',
    fields: Array.isArray(asked?.fields) ? asked.fields : [],
    attachments: Array.isArray(asked?.attachments) ? asked.attachments : [],
  };
}

function Supplement({
  submission,
  before,
  definition,
}: {
  submission: Submission;
  before: unknown;
  definition: FormDefinition | undefined;
}) {
  const { t, say, language } = useWords();
  const navigate = useNavigate();
  const name = `supplement.${submission.id}`;
  const [draft, change] = useDraft(name, () => emptyDraft(submission.form?.version ?? 1, before));
  const [faults, setFaults] = useState<Fault[]>([]);
  const faultWords = useFaultWords(definition?.schema ?? {});
  const request = useRequest(submission);
  const act = useAct(submission, () => {
    forgetDraft(name);
    void navigate(`/documents/${submission.id}`, { replace: true });
  });
  if (!submission.allowed.includes('supplement') && !act.isPending && !act.isSuccess)
    return (
      <Page title={t('supplement.title')} lead={t('supplement.not_asked')}>
        {null}
      </Page>
    );

  const schema = definition === undefined ? {} : localised(definition.schema, language);
  const send = () => {
    const found = definition === undefined ? [] : faultsOf(definition.schema, draft.answers);
    setFaults(found);
    if (found.length > 0 || act.isPending) return;
    const body = {
      ...(definition === undefined ? { letter: draft.answers } : { answers: draft.answers }),
      attachments: draft.attachments.map(({ upload, rule }) => ({ upload, name: rule })),
    };
    act.mutate(
      { act: 'supplements', body },
      {
        onError: (error) => {
          if (error instanceof Refused) setFaults(inDocument(error.faults));
        },
      },
    );
  };
  const fields = request.fields.map((pointer) => labelAt(schema, pointer));
  const files = request.attachments.map((rule) =>
    say(definition?.attachments.find((one) => one.name === rule)?.title ?? { ko: rule, en: rule }),
  );
  return (
    <Page title={t('supplement.title')}>
      <div className="panel">
        <p className="as-written">{request.words}</p>
        {fields.length + files.length === 0 ? null : (
          <ul>
            {[...fields, ...files].map((label) => (
              <li key={label}>{label}</li>
            ))}
          </ul>
        )}
        {submission.supplementDueAt === null ? null : (
          <p>
            {t('document.supplement_due')} <When at={submission.supplementDueAt} />
          </p>
        )}
      </div>
      <ErrorSummary
        lines={faults.map((fault) => ({
          target: `answers${fault.pointer}`,
          label: labelAt(schema, fault.pointer),
          words: faultWords(fault),
        }))}
      />
      {act.isError && faults.length === 0 ? <Trouble error={act.error} /> : null}
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        {definition === undefined ? (
          <LetterFields
            letter={draft.answers as Letter}
            onChange={(answers) => change((now) => ({ ...now, answers }))}
          />
        ) : (
          <AnswersForm
            definition={definition}
            answers={draft.answers}
            faults={faults}
            onChange={(answers) => change((now) => ({ ...now, answers }))}
          />
        )}
        <Attachments
          rules={(definition?.attachments ?? [LETTER_FILES]).map((rule) => ({ ...rule, required: false }))}
          attached={draft.attachments}
          faults={[]}
          {...changesOfFiles(change)}
        />
        <button type="submit" className="button" aria-busy={act.isPending}>
          {t('supplement.send')}
        </button>
      </form>
    </Page>
  );
}

/** Pointers into the request as pointers into what it carries. */
const inDocument = (faults: Fault[]): Fault[] =>
  faults.map((fault) => ({ ...fault, pointer: fault.pointer.replace(/^\/(answers|letter)/, '') }));

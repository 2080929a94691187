import { useState } from 'react';
import { Navigate, useLocation, useNavigate, useParams, useSearchParams } from 'react-router';
import type { Fault } from '../api/problem';
import { ActingFor } from '../form/acting-for';
import { AnswersForm } from '../form/answers-form';
import { Attachments } from '../form/attachments';
import { changesOfFiles } from '../form/changes-of-files';
import { faultsOf } from '../form/check';
import { type PublishedForm, useForm } from '../form/definition';
import { draftName, emptyDraft, forgetDraft, inDraft, readDraft, useDraft } from '../form/draft';
import { ErrorSummary, type SummaryLine } from '../form/error-summary';
import { useFaultWords } from '../form/fault-words';
import { KeepDraft } from '../form/keep-draft';
import { LeftOut } from '../form/left-out';
import { OfficeChoice } from '../form/office-choice';
import { inOrderOfAsking, labelAt, localised, unanswered } from '../form/schema';
import { SentAlready } from '../form/sent-already';
import { Page } from '../parts/page';
import { Loading, SignedIn, Trouble } from '../parts/states';
import { useWords } from '../words';

/** Filling in a form; what is typed is kept in this tab from the first letter. */
export function FillForm() {
  const { form: id = '' } = useParams();
  const { t, say } = useWords();
  const kept = useSearchParams()[0].get('draft');
  const here = readDraft(draftName(id, kept));
  // As it was begun: that a first letter was typed must not fetch the form anew.
  const [version] = useState(here?.version);
  const form = useForm(id, version);
  const title = form.data === undefined ? t('form.title') : say(form.data.definition.title);
  if (kept !== null && here === undefined) return <Navigate to={`/drafts/${kept}`} replace />;
  return (
    <SignedIn title={title}>
      {form.isPending ? (
        <Page title={title}>
          <Loading />
        </Page>
      ) : null}
      {form.isError ? (
        <Page title={title}>
          <Trouble error={form.error} again={() => void form.refetch()} />
        </Page>
      ) : null}
      {form.isSuccess ? <Fill key={id} form={form.data} kept={kept} title={title} /> : null}
    </SignedIn>
  );
}

/** Faults that the API found, by pointer into the request, come with the way back from the last page. */
const cameWith = (state: unknown): Fault[] => (state as { faults?: Fault[] } | null)?.faults ?? [];

const ANSWERS = '/answers';
const inAnswers = (faults: Fault[]): Fault[] =>
  faults
    .filter(({ pointer }) => pointer.startsWith(ANSWERS))
    .map((fault) => ({ ...fault, pointer: fault.pointer.slice(ANSWERS.length) }));

function Fill({ form, kept, title }: { form: PublishedForm; kept: string | null; title: string }) {
  const { t, language } = useWords();
  const { definition } = form;
  const name = draftName(definition.id, kept);
  const navigate = useNavigate();
  const came = cameWith(useLocation().state);
  const [draft, change] = useDraft(name, () => emptyDraft(form.version, unanswered(definition.schema)));
  const [faults, setFaults] = useState(inAnswers(came));
  const [others, setOthers] = useState(came.filter(({ pointer }) => !pointer.startsWith(ANSWERS)));
  const faultWords = useFaultWords(definition.schema);
  if (draft.sentAs !== undefined)
    return (
      <SentAlready
        id={draft.sentAs}
        title={title}
        another={`/forms/${definition.id}/fill`}
        onAnother={() => forgetDraft(name)}
      />
    );

  const onCheck = () => {
    const found = faultsOf(definition.schema, draft.answers);
    const missing = definition.attachments
      .filter((rule) => rule.required && !draft.attachments.some((one) => one.rule === rule.name))
      .map(() => ({ pointer: '/attachments', code: 'attachment.missing', detail: '' }));
    const office =
      definition.routing.kind === 'chosen' && draft.office === undefined
        ? [{ pointer: '/office', code: 'office.missing', detail: '' }]
        : [];
    setFaults(found);
    setOthers([...missing.slice(0, 1), ...office]);
    if (found.length + missing.length + office.length === 0)
      void navigate(`/forms/${definition.id}/check${inDraft(kept)}`);
  };
  const schema = localised(definition.schema, language);
  const shown = (definition.uiSchema.sections ?? []).flatMap(({ fields }) => fields);
  const lines: SummaryLine[] = [
    ...others.map((fault) => ({
      target: fault.pointer.startsWith('/attachments') ? 'attachments' : 'office',
      label: fault.pointer.startsWith('/attachments') ? t('attachments.title') : t('form.office'),
      words: faultWords(fault),
    })),
    ...inOrderOfAsking(schema, shown, faults).map((fault) => ({
      target: `answers${fault.pointer}`,
      label: labelAt(schema, fault.pointer),
      words: faultWords(fault),
    })),
  ];
  return (
    <Page title={title} lead={t('form.fill_lead')}>
      <LeftOut pointers={draft.leftOut} />
      <ErrorSummary lines={lines} />
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          onCheck();
        }}
      >
        <ActingFor draft={draft} change={change} form={definition.id} />
        {definition.routing.kind === 'chosen' ? (
          <OfficeChoice
            offices={definition.routing.offices.filter((code) => form.openFor?.includes(code) ?? true)}
            chosen={draft.office}
            onChoose={(office) => change((before) => ({ ...before, office }))}
          />
        ) : null}
        <AnswersForm
          definition={definition}
          answers={draft.answers}
          faults={faults}
          onChange={(answers) => change((before) => ({ ...before, answers }))}
        />
        <Attachments
          rules={definition.attachments}
          attached={draft.attachments}
          faults={others
            .filter(({ pointer }) => pointer.startsWith('/attachments'))
            .map((fault) => faultWords(fault))}
          {...changesOfFiles(change)}
        />
        <div className="actions">
          <button type="submit" className="button">
            {t('form.to_check')}
          </button>
          <KeepDraft draft={draft} change={change} form={definition.id} what={definition.id} />
        </div>
        <p className="small">{t('form.kept_here')}</p>
      </form>
    </Page>
  );
}

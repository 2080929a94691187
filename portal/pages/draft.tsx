import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Navigate, useParams } from 'react-router';
import { api, ask, type Schemas } from '../api/client';
import { type FormDefinition, useForm } from '../form/definition';
import { type Draft, draftName, readDraft, saveDraft } from '../form/draft';
import { LETTER_FILES } from '../form/letter-files';
import { OfficeChoice } from '../form/office-choice';
import { unanswered } from '../form/schema';
import { keptOf, writtenOf } from '../form/send-draft';
import { useOffices } from '../parts/offices';
import { Page } from '../parts/page';
import { Loading, SignedIn, Trouble } from '../parts/states';
import { useWords } from '../words';

/** Goes on with a draft that the API keeps: it is laid into this tab, and its form or letter opened. */
export function GoOn() {
  const { id = '' } = useParams();
  const { t } = useWords();
  return (
    <SignedIn title={t('drafts.title')}>
      <Fetched id={id} />
    </SignedIn>
  );
}

function Fetched({ id }: { id: string }) {
  const { t } = useWords();
  const kept = useQuery({
    queryKey: ['drafts', id],
    queryFn: () => ask(api.GET('/v1/drafts/{id}', { params: { path: { id } } })),
    gcTime: 0,
  });
  const form = kept.data?.form ?? null;
  const definition = useForm(form?.id ?? '', form?.version ?? undefined);
  const failed = kept.error ?? (form === null ? null : definition.error);
  if (failed === null && kept.data !== undefined && kept.fetchStatus === 'idle') {
    if (form === null) return <LetterDraft kept={kept.data} />;
    if (definition.data !== undefined)
      return (
        <FormDraft
          kept={kept.data}
          version={definition.data.version}
          definition={definition.data.definition}
        />
      );
  }
  return (
    <Page title={t('drafts.title')}>
      {failed === null ? <Loading /> : <Trouble error={failed} again={() => void kept.refetch()} />}
    </Page>
  );
}

/** What the API keeps as what this tab works on; `rule` is for a file that was kept without one. */
function draftOf(kept: Schemas['Draft'], form: string | null, version: number, rule: string): Draft {
  const draft: Draft = {
    key: crypto.randomUUID(),
    version,
    answers: kept.letter ?? kept.answers ?? {},
    attachments: kept.attachments.map((file) => ({
      ...{ upload: file.id, rule: file.rule ?? rule, file: file.name, bytes: file.bytes, scan: file.scan },
    })),
    leftOut: kept.leftOut,
    ...(kept.office === null ? {} : { office: kept.office }),
    ...(kept.organisation === null ? {} : { organisation: kept.organisation }),
    ...(kept.shared ? { shared: true } : {}),
    ...(kept.authorisation === null ? {} : { authorisation: kept.authorisation }),
  };
  return { ...draft, kept: keptOf(kept, JSON.stringify(writtenOf(draft, form))) };
}

/** What this tab has typed since is newer than what is kept, unless that was changed elsewhere. */
function layDown({ id, version }: Schemas['Draft'], draft: Draft): void {
  const name = draftName('', id);
  if (readDraft(name)?.kept?.version !== version) saveDraft(name, draft);
}

function FormDraft({
  kept,
  version,
  definition,
}: {
  kept: Schemas['Draft'];
  version: number;
  definition: FormDefinition;
}) {
  const rule = definition.attachments[0]?.name ?? '';
  const draft = draftOf(kept, definition.id, version, rule);
  const answers = kept.answers ?? unanswered(definition.schema);
  layDown(kept, { ...draft, answers });
  return <Navigate to={`/forms/${definition.id}/fill?draft=${kept.id}`} replace />;
}

/** A letter that was kept before it had an office asks for one first. */
function LetterDraft({ kept }: { kept: Schemas['Draft'] }) {
  const { t } = useWords();
  const offices = useOffices();
  const [chosen, setChosen] = useState<string>();
  const office = kept.office ?? chosen;
  if (office !== undefined) {
    const draft = draftOf(kept, null, 1, LETTER_FILES.name);
    layDown(kept, { ...draft, office });
    return <Navigate to={`/offices/${office}/letter?draft=${kept.id}`} replace />;
  }
  const open = offices.data?.filter((one) => one.acceptsLetters && one.active) ?? [];
  return (
    <Page title={t('letter.title')}>
      <OfficeChoice offices={open.map(({ code }) => code)} chosen={undefined} onChoose={setChosen} />
    </Page>
  );
}

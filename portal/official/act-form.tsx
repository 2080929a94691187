import { type ReactNode, useState } from 'react';
import { forgetDraft, readDraft } from '../form/draft';
import { type ActPath, useAct } from '../parts/act';
import type { Submission } from '../parts/submission';
import type { ActField } from './act-field';
import { FieldForm, type Values } from './field-form';

/** One act of an official as a form behind its name. */
export function ActForm({
  submission,
  act,
  name,
  send,
  fields,
  first,
  toBody,
  beside,
  onDone,
  children,
}: {
  submission: Submission;
  act: ActPath;
  name: string;
  send: string;
  fields: ActField[];
  first?: Values;
  toBody(values: Values): Record<string, unknown>;
  beside?: (values: Values) => ReactNode;
  onDone?: () => void;
  children?: ReactNode;
}) {
  const [round, setRound] = useState(0);
  const draft = `act.${submission.id}.${act}`;
  const [begun] = useState(() => readDraft(draft) !== undefined);
  const acting = useAct(submission, () => {
    forgetDraft(draft);
    setRound((one) => one + 1);
    onDone?.();
  });
  return (
    <details className="fold" open={begun}>
      <summary>{name}</summary>
      {children}
      <FieldForm
        key={round}
        name={draft}
        fields={fields}
        {...(first === undefined ? {} : { first })}
        send={send}
        sending={acting.isPending}
        error={acting.error}
        onSend={(values) => acting.mutate({ act, body: toBody(values) })}
        {...(beside === undefined ? {} : { beside })}
      />
    </details>
  );
}

import { useQuery } from '@tanstack/react-query';
import { api, ask } from '../api/client';
import { AnswersList } from '../form/answers-list';
import { useForm } from '../form/definition';
import { FilePreview } from '../preview/file-preview';
import { useWords } from '../words';
import { Download } from './download';
import { Loading, Trouble } from './states';
import type { Submission } from './submission';

/** What was sent: answers under their questions, or a letter, and the files. */
export function ContentOf({ submission }: { submission: Submission }) {
  const { t } = useWords();
  const { id } = submission;
  const content = useQuery({
    queryKey: ['content', id],
    queryFn: () => ask(api.GET('/v1/submissions/{id}/content', { params: { path: { id } } })),
    staleTime: 60_000,
  });
  if (content.isPending) return <Loading />;
  if (content.isError) return <Trouble error={content.error} again={() => void content.refetch()} />;
  const { letter, answers, attachments, sender } = content.data;
  return (
    <>
      {sender === null ? null : (
        <p>
          {t('content.sender')}: {sender.name}
        </p>
      )}
      {letter === null ? null : (
        <>
          <h3>{letter.title}</h3>
          <p className="as-written">{letter.body}</p>
        </>
      )}
      {submission.form === null ? null : <Answers form={submission.form} answers={answers} />}
      {attachments.length === 0 ? null : (
        <>
          <h3>{t('attachments.title')}</h3>
          <ul>
            {attachments.map((file) => (
              <li key={file.id}>
                <Download path={`/v1/submissions/${id}/attachments/${file.id}`}>{file.name}</Download>{' '}
                <span className={file.scan === 'infected' ? 'tag tag-error' : 'tag'}>
                  {t(`scan.${file.scan}`)}
                </span>{' '}
                <FilePreview {...file} path={`/v1/submissions/${id}/attachments/${file.id}`} />
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

function Answers({ form, answers }: { form: { id: string; version: number }; answers: unknown }) {
  const definition = useForm(form.id, form.version);
  if (definition.isPending) return <Loading />;
  if (definition.isError) return <Trouble error={definition.error} again={() => void definition.refetch()} />;
  return <AnswersList definition={definition.data.definition} answers={answers} />;
}

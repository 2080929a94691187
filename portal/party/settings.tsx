import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ask, type Schemas } from '../api/client';
import { useDeed } from '../parts/deed';
import { DeedForm } from '../parts/deed-form';
import { CheckList, PickField } from '../parts/fields';
import { Page } from '../parts/page';
import { Loading, SignedIn, Trouble } from '../parts/states';
import { useWords } from '../words';

type NoticeSettings = Schemas['NoticeSettings'];
type Topic = keyof NoticeSettings['mails'];
const TOPICS: readonly Topic[] = ['received', 'requests', 'decisions', 'progress', 'mailbox', 'drafts'];

/** Which mails I get, and in which language. */
export function Settings() {
  const { t } = useWords();
  return (
    <SignedIn title={t('settings.title')}>
      <Page title={t('settings.title')} lead={t('settings.lead')}>
        <Found />
      </Page>
    </SignedIn>
  );
}

function Found() {
  const settings = useQuery({
    queryKey: ['settings'],
    queryFn: () => ask(api.GET('/v1/notification-settings')),
  });
  if (settings.isPending) return <Loading />;
  if (settings.isError) return <Trouble error={settings.error} again={() => void settings.refetch()} />;
  return <Choose settings={settings.data} />;
}

function Choose({ settings }: { settings: NoticeSettings }) {
  const { t } = useWords();
  const [language, setLanguage] = useState(settings.language);
  const [wanted, setWanted] = useState(TOPICS.filter((topic) => settings.mails[topic]));
  const choose = useDeed(
    (key) =>
      ask(
        api.POST('/v1/notification-settings', {
          params: { header: { 'Idempotency-Key': key } },
          body: {
            language,
            mails: Object.fromEntries(
              TOPICS.map((topic) => [topic, wanted.includes(topic)]),
            ) as NoticeSettings['mails'],
          },
        }),
      ),
    { changes: ['settings'] },
  );
  return (
    <>
      <DeedForm deed={choose} words={t('settings.save')}>
        <CheckList
          legend={t('settings.mails')}
          values={TOPICS}
          chosen={wanted}
          words={(topic) => t(`mail_topic.${topic}`)}
          onChange={setWanted}
        />
        <PickField
          label={t('organisation.language')}
          value={language ?? ''}
          options={[
            { value: '', label: t('settings.as_signed_in') },
            { value: 'ko', label: t('language.ko') },
            { value: 'en', label: t('language.en') },
          ]}
          onChange={(value) => setLanguage(value === 'ko' || value === 'en' ? value : null)}
        />
      </DeedForm>
      <div role="status">{choose.isSuccess ? <p>{t('settings.saved')}</p> : null}</div>
    </>
  );
}

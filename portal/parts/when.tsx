import { useWords } from '../words';

const ZONE = 'Asia/Seoul';

/** An instant as people say it, in the time of the offices. */
export function When({ at, only }: { at: string; only?: 'date' }) {
  const { language } = useWords();
  return <time dateTime={at}>{sayWhen(at, language, only)}</time>;
}

export function sayWhen(at: string, language: 'ko' | 'en', only?: 'date'): string {
  return new Intl.DateTimeFormat(language === 'ko' ? 'ko-KR' : 'en-GB', {
    timeZone: ZONE,
    dateStyle: 'long',
    ...(only === 'date' ? {} : { timeStyle: 'short' }),
  }).format(new Date(at));
}

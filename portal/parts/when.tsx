import { useWords } from '../words';

const ZONE = 'Asia/Seoul';

/** An instant as people say it, in the time of the offices. */
export function When({ at, only, exact }: { at: string; only?: 'date'; exact?: true }) {
  const { language } = useWords();
  return <time dateTime={at}>{sayWhen(at, language, exact ? 'exact' : only)}</time>;
}

export function sayWhen(at: string, language: 'ko' | 'en', only?: 'date' | 'exact'): string {
  return new Intl.DateTimeFormat(language === 'ko' ? 'ko-KR' : 'en-GB', {
    timeZone: ZONE,
    dateStyle: 'long',
    ...(only === 'date' ? {} : { timeStyle: only === 'exact' ? 'medium' : 'short' }),
  }).format(new Date(at));
}

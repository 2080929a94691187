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

/** The day of an instant in the time of the offices, as a date input has it. */
export const dayOf = (at: Date): string => new Intl.DateTimeFormat('en-CA', { timeZone: ZONE }).format(at);

/** The beginning and the end of such a day; Korea has one offset all the year. */
export const startOfDay = (day: string): string => `${day}T00:00:00+09:00`;
export const endOfDay = (day: string): string => `${day}T23:59:59+09:00`;

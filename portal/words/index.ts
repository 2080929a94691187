import i18next from 'i18next';
import { initReactI18next, useTranslation } from 'react-i18next';

export type Language = 'ko' | 'en';
const KEPT = 'gongmun.language';

/** What a link from a mail asks for, else what was chosen here before, else what the browser asks for first of the two. */
function preferred(): Language {
  const kept = sessionStorage.getItem(KEPT) ?? localStorage.getItem(KEPT);
  if (kept === 'ko' || kept === 'en') return kept;
  return (navigator.languages.find((one) => /^(ko|en)\b/.test(one)) ?? 'ko').startsWith('en') ? 'en' : 'ko';
}

/** One language is loaded at a time. */
const load = async (language: Language): Promise<Record<string, string>> =>
  (language === 'ko' ? await import('./ko.json') : await import('./en.json')).default;

/** Kept for this tab, and taken out of the address, so that a choice made later counts. */
function keepAsked(): void {
  const url = new URL(window.location.href);
  const asked = url.searchParams.get('language');
  if (asked !== 'ko' && asked !== 'en') return;
  sessionStorage.setItem(KEPT, asked);
  url.searchParams.delete('language');
  window.history.replaceState(window.history.state, '', url);
}

export async function startWords(): Promise<void> {
  keepAsked();
  const lng = preferred();
  await i18next.use(initReactI18next).init({
    lng,
    resources: { [lng]: { translation: await load(lng) } },
    keySeparator: false,
    nsSeparator: false,
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  document.documentElement.lang = lng;
}

export async function choose(language: Language): Promise<void> {
  sessionStorage.removeItem(KEPT);
  localStorage.setItem(KEPT, language);
  i18next.addResourceBundle(language, 'translation', await load(language));
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
}

/** `t` for words of ours, `say` for those that came with the data. */
export function useWords() {
  const { t, i18n } = useTranslation();
  const language: Language = i18n.language === 'en' ? 'en' : 'ko';
  const say = (words: { ko: string; en: string } | null | undefined): string => words?.[language] ?? '';
  const known = (key: string): boolean => i18n.exists(key);
  return { t, say, language, known };
}

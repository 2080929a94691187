/** Words that came with the data, in both languages. */
export interface Words {
  ko: string;
  en: string;
}

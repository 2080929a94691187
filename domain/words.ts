/** The same words in each language the project speaks. */
export interface Words {
  ko: string;
  en: string;
}

export type Language = keyof Words;

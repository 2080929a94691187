import { matchPath } from 'react-router';
import type { Words } from '../parts/words-of';

export const AUDIENCES = ['citizen', 'official', 'auditor', 'operator'] as const;
export type Audience = (typeof AUDIENCES)[number];

/** What one step is for, and how it is done. */
export interface Topic {
  id: string;
  /** Patterns of the addresses at which it is shown. */
  pages: string[];
  title: Words;
  lead: Words;
  steps: Words[];
  notes: Words[];
}

/** The one source of the help beside each page and of the printed manual (`npm run manual`). */
export interface Manual {
  title: Words;
  lead: Words;
  topics: Topic[];
}

/** Each is a piece of its own, loaded when somebody asks. */
const LOAD: Record<Audience, () => Promise<{ default: Manual }>> = {
  citizen: () => import('./citizen.json'),
  official: () => import('./official.json'),
  auditor: () => import('./auditor.json'),
  operator: () => import('./operator.json'),
};

export const loadManual = async (audience: Audience): Promise<Manual> => (await LOAD[audience]()).default;

/** By the beginning of the address; the citizen's pages are all others. */
const BEGINNINGS: [string, Audience][] = [
  ['desk', 'official'],
  ['outgoing', 'official'],
  ['office', 'official'],
  ['audit', 'auditor'],
  ['operations', 'operator'],
];

export function audienceAt(pathname: string): Audience {
  const beginning = pathname.split('/')[1];
  return BEGINNINGS.find(([name]) => name === beginning)?.[1] ?? 'citizen';
}

/** The topic of the page at an address: that of the most exact pattern. */
export function topicAt({ topics }: Manual, pathname: string): Topic | undefined {
  const fitting = topics.flatMap((topic) =>
    topic.pages
      .filter((pattern) => matchPath(pattern, pathname) !== null)
      .map((pattern) => ({ topic, open: pattern.split(':').length })),
  );
  return fitting.sort((one, other) => one.open - other.open)[0]?.topic;
}

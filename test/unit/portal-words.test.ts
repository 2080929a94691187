import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TRAIL_SORTS } from '../../db/trail-store';
import { attachmentTypes } from '../../domain/attachment-types';
import { BATCH_STATUSES } from '../../domain/batch';
import { COMMAND_KINDS, OUTCOMES } from '../../domain/commands';
import { EVIDENCE_EVENTS } from '../../domain/evidence';
import { LETTER_ATTACHMENTS } from '../../domain/letter';
import { NOTICE_TOPICS } from '../../domain/notice-settings';
import { CLAIM_STATUSES, ORGANISATION_ROLES } from '../../domain/organisation';
import { READER_CAPACITIES } from '../../domain/readings';
import { STATES } from '../../domain/submission';
import { DELIVERY_STATUSES, WEBHOOK_STATUSES } from '../../domain/webhook';
import { endingsOf } from '../../portal/form/endings';
import { LETTER_FILES } from '../../portal/form/letter-files';
import { SUSPENSION_REASONS } from '../../usecases/move-deadline';
import { RETURN_REASONS } from '../../usecases/return-submission';

const PORTAL = join(__dirname, '../../portal');
const wordsOf = (language: string): Record<string, string> =>
  JSON.parse(readFileSync(join(PORTAL, 'words', `${language}.json`), 'utf8'));
const ko = wordsOf('ko');
const en = wordsOf('en');

const source = readdirSync(PORTAL, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.tsx?$/.test(name) && !/^(dist|api)\b/.test(name))
  .map((name) => readFileSync(join(PORTAL, name), 'utf8'))
  .join('\n');

/** `form.faults_one` and `form.faults_other` are the word `form.faults`. */
const withoutNumber = (key: string) => key.replace(/_(one|other)$/, '');

/** Words that the pages name whole, and the beginnings of those that they put together. */
const named = new Set([...source.matchAll(/'([a-z_]+(?:\.[a-zA-Z_-]+)+)'/g)].map((match) => match[1] ?? ''));
const begun = [...source.matchAll(/`([a-z_]+\.)(?:[a-z_]*)\$\{/g)].map((match) => match[1] ?? '');
const called = [...source.matchAll(/\bt\(\s*'([^']+)'/g)].map((match) => match[1] ?? '');

describe('the words of the portal', () => {
  it('are all there in both languages, with the same gaps to fill', () => {
    expect([...new Set(Object.keys(ko).map(withoutNumber))].sort()).toEqual(
      [...new Set(Object.keys(en).map(withoutNumber))].sort(),
    );
    const gaps = (text = '') => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1]).sort();
    for (const key of Object.keys(ko)) expect([key, gaps(ko[key])]).toEqual([key, gaps(en[key])]);
    for (const [key, text] of [...Object.entries(ko), ...Object.entries(en)])
      expect([key, text.trim()]).not.toEqual([key, '']);
  });

  it('are in their language', () => {
    expect(Object.entries(en).filter(([, text]) => /[가-힣]/.test(text))).toEqual([]);
    const noKorean = Object.entries(ko).filter(
      ([, text]) => !/[가-힣]/.test(text.replaceAll(/\{\{\w+\}\}/g, '')),
    );
    expect(noKorean).toEqual([]);
  });

  it('are none too many and none too few', () => {
    const known = new Set(Object.keys(ko).map(withoutNumber));
    expect(called.filter((key) => !known.has(key))).toEqual([]);
    const unused = [...known].filter(
      (key) => !named.has(key) && !begun.some((beginning) => key.startsWith(beginning)),
    );
    expect(unused).toEqual([]);
  });

  it.each([
    ['state', STATES],
    ['state_means', STATES],
    ['event', Object.keys(EVIDENCE_EVENTS)],
    ['outcome', OUTCOMES],
    ['capacity', READER_CAPACITIES],
    ['scan', ['clean', 'infected', 'not_scanned', 'pending']],
    ['return_reason', RETURN_REASONS],
    ['suspension_reason', SUSPENSION_REASONS],
    ['mail_topic', NOTICE_TOPICS],
    ['organisation_role', ORGANISATION_ROLES],
    ['claim_status', CLAIM_STATUSES],
    ['batch_status', BATCH_STATUSES],
    ['webhook_status', WEBHOOK_STATUSES],
    ['delivery_status', DELIVERY_STATUSES],
    ['command', COMMAND_KINDS],
    ['trail_sort', [...TRAIL_SORTS, 'workflow']],
  ] as const)('name every %s there is', (prefix, values) => {
    const there = Object.keys(ko)
      .filter((key) => key.startsWith(`${prefix}.`))
      .map((key) => key.slice(prefix.length + 1));
    expect(there.sort()).toEqual([...values].sort());
  });

  it('call each type of file by its ending, and offer for a letter what the API takes', () => {
    expect(endingsOf([...attachmentTypes])).not.toMatch(/\//);
    expect(LETTER_FILES).toEqual(LETTER_ATTACHMENTS);
  });
});

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { FormDefinition } from '../../domain/form';

const folder = join(
  process.env.GONGMUN_CONFORMANCE_DIR ?? resolve(__dirname, '../../../shared/conformance'),
  'va-forms',
);

/** Whether the folder of foreign forms is there; tests that need it say so when they are skipped. */
export const vaFormsPresent = existsSync(folder);

/** The names of the forms in it (`21-0779`, …), the two broken ones included; `[]` when it is absent. */
export function vaFormNames(): string[] {
  if (!vaFormsPresent) return [];
  return readdirSync(folder)
    .filter((file) => file.endsWith('-schema.json'))
    .map((file) => file.replace(/-schema\.json$/, ''))
    .sort();
}

/** One form of the United States Department of Veterans Affairs as a definition of ours, with its example answers. */
export function vaForm(name: string): { definition: FormDefinition; examples: unknown[] } {
  const schema = read(`${name}-schema.json`) as Record<string, unknown>;
  const exampleFile = `${name}-example.json`;
  const examples = existsSync(join(folder, exampleFile)) ? [read(exampleFile)] : [];
  const title = typeof schema.title === 'string' ? schema.title : name;
  return {
    examples,
    definition: {
      id: `va-${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}`,
      office: 'haneul',
      title: { ko: `미국 보훈부 ${title}`, en: `US Veterans Affairs ${title}` },
      description: { ko: '다른 기관이 쓴 서식', en: 'A form that another body wrote' },
      legalBasis: { ko: '미국 연방규정집 제38편', en: 'Code of Federal Regulations, title 38' },
      schema,
      uiSchema: {},
      period: { duration: 'P7D', rule: 'kr' },
      retention: { class: 'years', years: 5 },
      routing: { kind: 'fixed', office: 'haneul-civil' },
      attachments: [],
      ...(examples.length > 0 ? { example: examples[0] } : {}),
    },
  };
}

function read(file: string): unknown {
  return JSON.parse(readFileSync(join(folder, file), 'utf8'));
}

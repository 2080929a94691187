import {
  type FormVersion,
  findFormVersion,
  listForms as listFormRows,
  listFormVersions,
} from '../db/form-store';
import type { Deps } from './deps';
import { decodeCursor, isText, type Page, toPage } from './page';
import { notFound } from './take-command';

export interface FormLine {
  id: string;
  version: number;
  office: string;
  title: FormVersion['definition']['title'];
  description: FormVersion['definition']['description'];
}

/** The forms in force, by id. */
export async function listForms(
  deps: Pick<Deps, 'db'>,
  asked: { text?: string | undefined; cursor?: string | undefined; limit: number },
): Promise<Page<FormLine>> {
  const after = decodeCursor(asked.cursor, isText);
  const forms = await listFormRows(deps.db, { text: asked.text, after, limit: asked.limit + 1 });
  return toPage(
    forms,
    asked.limit,
    ({ form, version, definition: { office, title, description } }) => ({
      id: form,
      version,
      office,
      title,
      description,
    }),
    ({ form }) => form,
  );
}

/** @returns a form's version, the current one unless named, whole */
export async function readForm(deps: Pick<Deps, 'db'>, id: string, version?: number): Promise<FormVersion> {
  const form = await findFormVersion(deps.db, id, version);
  if (form === undefined) throw notFound();
  return form;
}

export async function readFormVersions(
  deps: Pick<Deps, 'db'>,
  id: string,
): Promise<{ version: number; digest: string; publishedAt: Date }[]> {
  const versions = await listFormVersions(deps.db, id);
  if (versions.length === 0) throw notFound();
  return versions;
}

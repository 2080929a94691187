import { type ContentVersion, listContentVersions } from '../db/content-store';
import { listFiles } from '../db/file-store';
import { canonicalJson } from '../domain/digest';
import { pointerTo } from '../domain/json-pointer';
import type { Actor } from '../domain/permissions';
import { accessSubmission } from './access';
import type { Deps } from './deps';
import { requireOpened } from './read-content';
import { requireKept } from './require-kept';

export interface Difference {
  /** RFC 6901 pointer into the answers, or `/title`, `/body` of a letter. */
  pointer: string;
  before?: unknown;
  after?: unknown;
}

export interface VersionView {
  version: number;
  at: string;
  digest: string;
  /** Against the version before. */
  differences: Difference[];
  /** Files that came with this version. */
  attachments: { id: string; name: string; rule: string | null }[];
}

/** Every version of the document, each with what it changed. */
export function readVersions(
  deps: Deps,
  actor: Actor,
  asked: { submissionId: string; requestId: string },
): Promise<VersionView[]> {
  return accessSubmission(deps, actor, { ...asked, action: 'read_versions' }, async (row, tx) => {
    requireKept(row);
    await requireOpened(tx, actor, row);
    const versions = await listContentVersions(tx, deps.cipher, row.id);
    const files = await listFiles(tx, deps.cipher, row.id);
    return versions.map((version, index) => ({
      version: version.version,
      at: version.at.toISOString(),
      digest: version.digest,
      differences: index === 0 ? [] : differencesOf(documentOf(versions[index - 1]), documentOf(version)),
      attachments: files
        .filter(({ contentVersion }) => contentVersion === version.version)
        .map(({ id, name, rule }) => ({ id, name, rule })),
    }));
  });
}

const documentOf = (version: ContentVersion | undefined): unknown =>
  version === undefined
    ? null
    : version.answers === null
      ? { title: version.title, body: version.body }
      : JSON.parse(version.answers);

/** Where two documents differ, at the deepest places; lists are compared by position. */
function differencesOf(before: unknown, after: unknown, pointer = ''): Difference[] {
  if (before !== undefined && after !== undefined && canonicalJson(before) === canonicalJson(after))
    return [];
  if (!isContainer(before) || !isContainer(after) || Array.isArray(before) !== Array.isArray(after)) {
    return [
      {
        pointer,
        ...(before === undefined ? {} : { before }),
        ...(after === undefined ? {} : { after }),
      },
    ];
  }
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return keys.flatMap((key) => differencesOf(own(before, key), own(after, key), pointerTo(pointer, key)));
}

const isContainer = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

const own = (container: Record<string, unknown>, key: string): unknown =>
  Object.hasOwn(container, key) ? container[key] : undefined;

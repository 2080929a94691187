import { newSalt } from '../db/command-store';
import type { FileRow } from '../db/file-store';
import { documentParts } from '../domain/content-parts';
import { canonicalJson, contentDigest } from '../domain/digest';

/** The exact bytes that are kept and their digest (design §5); the order of parts is fixed by their names. */
export function sealDocument(
  document: { answers?: unknown; letter?: { title: string; body: string } | undefined },
  files: Pick<FileRow, 'id' | 'sha256'>[],
): { answers: string | null; salt: Buffer; digest: string } {
  const answers = document.answers === undefined ? null : canonicalJson(document.answers);
  const salt = newSalt();
  const parts = documentParts({ answers, title: document.letter?.title, body: document.letter?.body }, files);
  return { answers, salt, digest: contentDigest({ parts }, salt) };
}

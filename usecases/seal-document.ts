import { newSalt } from '../db/command-store';
import type { FileRow } from '../db/file-store';
import { canonicalJson, contentDigest, sha256 } from '../domain/digest';

/** The exact bytes that are kept and their digest (design §5); the order of parts is fixed by their names. */
export function sealDocument(
  document: { answers?: unknown; letter?: { title: string; body: string } | undefined },
  files: Pick<FileRow, 'id' | 'sha256'>[],
): { answers: string | null; salt: Buffer; digest: string } {
  const answers = document.answers === undefined ? null : canonicalJson(document.answers);
  const salt = newSalt();
  const parts = [
    ...(answers === null ? [] : [{ part: 'answers', sha256: sha256(answers) }]),
    ...(document.letter === undefined
      ? []
      : [
          { part: 'title', sha256: sha256(document.letter.title) },
          { part: 'body', sha256: sha256(document.letter.body) },
        ]),
    ...files.map((file) => ({ part: `file:${file.id}`, sha256: file.sha256 })),
  ];
  return { answers, salt, digest: contentDigest({ parts }, salt) };
}

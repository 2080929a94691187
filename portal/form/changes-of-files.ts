import type { Attached, Draft } from './draft';

/** What happens to the files of a draft, for `Attachments`. */
export const changesOfFiles = (change: (by: (draft: Draft) => Draft) => void) => ({
  onAdd: (file: Attached) => change((before) => ({ ...before, attachments: [...before.attachments, file] })),
  onRemove: (upload: string) =>
    change((before) => ({
      ...before,
      attachments: before.attachments.filter((one) => one.upload !== upload),
    })),
  onScanned: (upload: string, scan: Attached['scan']) =>
    change((before) => ({
      ...before,
      attachments: before.attachments.map((one) => (one.upload === upload ? { ...one, scan } : one)),
    })),
});

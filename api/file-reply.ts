import { Readable } from 'node:stream';
import { contentDisposition } from '../domain/file-name';
import type { Reply } from './route';

/** A file's bytes as a download that no browser runs. */
export function fileReply(file: {
  name: string;
  bytes: number;
  mediaType: string;
  stream: NodeJS.ReadableStream;
}): Reply {
  return {
    status: 200,
    stream: { source: file.stream, mediaType: file.mediaType },
    headers: {
      'Content-Length': String(file.bytes),
      'Content-Disposition': contentDisposition(file.name),
      'Content-Security-Policy': "sandbox; default-src 'none'",
    },
  };
}

/** What is drawn for a look and kept nowhere. */
export const previewReply = (pdf: Buffer): Reply =>
  fileReply({
    ...{ name: 'preview.pdf', bytes: pdf.length, mediaType: 'application/pdf' },
    stream: Readable.from([pdf]),
  });

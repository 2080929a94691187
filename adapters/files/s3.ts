import { createHash } from 'node:crypto';
import { PassThrough, Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { checked } from './checked';
import { fileMissing, filesUnavailable } from './errors';
import type { FileStore } from './file-store';
import { checkKey } from './key';
import { createMeter } from './meter';

export interface S3Settings {
  endpoint?: string;
  region: string;
  bucket: string;
  accessKeyId: string;
  secretAccessKey: string;
  forcePathStyle: boolean;
}

/** The least that S3 takes as a part that is not the last; all that is ever held of a file at a time. */
const PART_BYTES = 5 * 1024 * 1024;

/** Files in a bucket of an S3-compatible store. Larger ones go up in parts, of which an abandoned upload leaves none. */
export function createS3Files(settings: S3Settings): FileStore {
  const { bucket: Bucket } = settings;
  const client = connectTo(settings);

  return {
    async put(key, source, { maxBytes, through }) {
      const meter = createMeter(maxBytes);
      const upload = createUpload(client, Bucket, checkKey(key));
      try {
        await pipeline(source, meter.stream, through ?? new PassThrough(), async (chunks) => {
          for await (const part of partsOf(chunks)) await upload.add(part);
          await upload.finish();
        });
      } catch (error) {
        source.destroy();
        await upload.abandon();
        throw error;
      }
      return meter.measured();
    },

    async get(key, sha256, through) {
      const { Body, ContentLength } = await asking(
        client.send(new GetObjectCommand({ Bucket, Key: checkKey(key) })),
      );
      if (!(Body instanceof Readable)) throw filesUnavailable(new Error('The store sent no bytes.'));
      return checked({ source: Body, bytes: ContentLength ?? Number.POSITIVE_INFINITY }, sha256, through);
    },

    async remove(key) {
      await asking(client.send(new DeleteObjectCommand({ Bucket, Key: checkKey(key) })));
    },

    async ready() {
      await asking(client.send(new HeadBucketCommand({ Bucket })));
    },
  };
}

function connectTo({ endpoint, region, accessKeyId, secretAccessKey, forcePathStyle }: S3Settings): S3Client {
  return new S3Client({
    ...(endpoint === undefined ? {} : { endpoint }),
    region,
    credentials: { accessKeyId, secretAccessKey },
    forcePathStyle,
    // Each part carries its MD5, which every S3-compatible store checks; the newer checksums many do not know.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: { connectionTimeout: 5_000, socketTimeout: 30_000 },
  });
}

interface Upload {
  /** Takes the parts in order; only the last may be smaller than `PART_BYTES`. */
  add(part: Buffer): Promise<void>;
  finish(): Promise<void>;
  abandon(): Promise<void>;
}

function createUpload(client: S3Client, Bucket: string, Key: string): Upload {
  let UploadId: string | undefined;
  const Parts: { ETag: string | undefined; PartNumber: number }[] = [];

  return {
    async add(Body) {
      if (Body.length < PART_BYTES && UploadId === undefined) {
        await asking(client.send(new PutObjectCommand({ Bucket, Key, Body, ContentMD5: md5(Body) })));
        return;
      }
      UploadId ??= (await asking(client.send(new CreateMultipartUploadCommand({ Bucket, Key })))).UploadId;
      const PartNumber = Parts.length + 1;
      const sent = { Bucket, Key, UploadId, PartNumber, Body, ContentMD5: md5(Body) };
      const { ETag } = await asking(client.send(new UploadPartCommand(sent)));
      Parts.push({ ETag, PartNumber });
    },
    async finish() {
      if (UploadId === undefined) return;
      const whole = { Bucket, Key, UploadId, MultipartUpload: { Parts } };
      await asking(client.send(new CompleteMultipartUploadCommand(whole)));
    },
    async abandon() {
      if (UploadId === undefined) return;
      // Why it failed matters more; parts that stay are cleared by the bucket's own rule for abandoned uploads.
      await client.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId })).catch(() => {});
    },
  };
}

/** The chunks put together to parts: all of `PART_BYTES` or a little more but the last; one empty part for no bytes. */
async function* partsOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let held: Buffer[] = [];
  let bytes = 0;
  let parts = 0;
  for await (const chunk of chunks) {
    held.push(chunk);
    bytes += chunk.length;
    if (bytes < PART_BYTES) continue;
    yield Buffer.concat(held);
    held = [];
    bytes = 0;
    parts += 1;
  }
  if (bytes > 0 || parts === 0) yield Buffer.concat(held);
}

/** @throws GongmunError `file.missing` for a key that is not there, `files.unavailable` for all else */
async function asking<T>(request: Promise<T>): Promise<T> {
  try {
    return await request;
  } catch (error) {
    throw error instanceof Error && error.name === 'NoSuchKey' ? fileMissing() : filesUnavailable(error);
  }
}

const md5 = (part: Buffer): string => createHash('md5').update(part).digest('base64');

import { once } from 'node:events';
import { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { GongmunError } from '../domain/errors';
import { inTime } from './in-time';

export interface ScanResult {
  /** `not_scanned`: there is no scanner, or the file is larger than it takes. Never said of a scanner that failed. */
  verdict: 'clean' | 'infected' | 'not_scanned';
  /** The malware's name as the scanner has it. */
  signature?: string;
}

export interface Scanner {
  /**
   * Reads the source to its end, or destroys it.
   * @throws GongmunError `scan.unavailable` when the scanner cannot be reached or gives no verdict in time
   */
  scan(source: Readable): Promise<ScanResult>;
}

/** For an installation without a scanner: every file is said to be unscanned. */
export function createNoScanner(): Scanner {
  return {
    async scan(source) {
      source.destroy();
      return { verdict: 'not_scanned' };
    },
  };
}

export interface ClamdLimits {
  /** Milliseconds for connecting, and for each chunk to be taken. */
  stepMs?: number;
  /** Milliseconds from the last byte to the verdict. */
  verdictMs?: number;
}

/**
 * Hands files to clamd with its INSTREAM command (clamd(8)).
 * @param address `host:port`, `tcp://host:port`, `unix:/path` or a path
 */
export function createClamdScanner(address: string, limits: ClamdLimits = {}): Scanner {
  const { stepMs = 10_000, verdictMs = 120_000 } = limits;
  const target = targetOf(address);
  return {
    async scan(source) {
      const socket = new ReadToTheEnd().connect(target);
      const reply = replyOn(socket);
      try {
        await answered(stepMs, once(socket, 'connect'));
        socket.write('zINSTREAM\0');
        for await (const chunk of source) {
          const taken = socket.write(frame(chunk)) ? nextTurn() : once(socket, 'drain');
          // A reply before the end says that it takes no more; the rest of the file would be thrown away.
          if (typeof (await answered(stepMs, Promise.race([taken, reply]))) === 'string') break;
        }
        socket.write(frame(Buffer.alloc(0)));
        return resultOf(await answered(verdictMs, reply));
      } finally {
        source.destroy();
        socket.destroy();
      }
    },
  };
}

type WriteDone = (error?: Error | null) => void;

/**
 * A socket destroys itself when a write fails, and with it the reply that came before the scanner closed. Here a
 * failed write is left to the reader, who finds the reply first and the end of the connection after it.
 */
class ReadToTheEnd extends Socket {
  override _write(chunk: unknown, encoding: BufferEncoding, done: WriteDone): void {
    super._write(chunk, encoding, () => done());
  }

  override _writev(chunks: { chunk: unknown; encoding: BufferEncoding }[], done: WriteDone): void {
    super._writev?.(chunks, () => done());
  }
}

function targetOf(address: string): { path: string } | { host: string; port: number } {
  const path = /^(?:unix:(?:\/\/)?)?(\/.+)$/.exec(address)?.[1];
  if (path !== undefined) return { path };
  const { hostname, port } = new URL(address.includes('://') ? address : `tcp://${address}`);
  return { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || 3310) };
}

function frame(chunk: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(chunk.length);
  return Buffer.concat([length, chunk]);
}

function replyOn(socket: Socket): Promise<string> {
  const reply = new Promise<string>((resolve, reject) => {
    let text = '';
    socket.setEncoding('utf8').on('data', (part: string) => {
      text += part;
      if (text.includes('\0') || text.length > 4096) resolve(text.split('\0', 1)[0] ?? '');
    });
    socket.on('error', reject);
    socket.on('close', () => reject(new Error('The scanner closed the connection.')));
  });
  // It may fail before anybody waits for it.
  reply.catch(() => {});
  return reply;
}

function resultOf(reply: string): ScanResult {
  const signature = /^stream: (.+) FOUND$/.exec(reply)?.[1];
  if (signature !== undefined) return { verdict: 'infected', signature };
  if (reply === 'stream: OK') return { verdict: 'clean' };
  if (reply.includes('size limit exceeded')) return { verdict: 'not_scanned' };
  throw unavailable();
}

const answered = <T>(ms: number, step: Promise<T>): Promise<T> =>
  inTime(ms, step).catch((error: unknown) => {
    throw unavailable(error);
  });

function unavailable(cause?: unknown): GongmunError {
  const message = 'The malware scanner gives no answer.';
  return new GongmunError('unavailable', 'scan.unavailable', message, { retryAfter: 30, cause });
}

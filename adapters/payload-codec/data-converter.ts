import { join } from 'node:path';
import type { PayloadCodec } from '@temporalio/common';
import { createEncryptingCodec } from './encrypting-codec';
import { openKeyFolder } from './key-folder';

/** What turns values into what the engine keeps, and back. Whoever speaks to the engine uses this one. */
export interface EngineConverter {
  payloadConverterPath: string;
  failureConverterPath: string;
  payloadCodecs: PayloadCodec[];
}

/** The converters as the workflow's bundle takes them in; the codec works outside of it. */
export const converterPaths = {
  payloadConverterPath: require.resolve('../../workflows/payload-converter'),
  failureConverterPath: require.resolve('../../workflows/failure-converter'),
};

/** @param keysDir where the system's keys lie; those of the codec in its folder `codec` */
export async function createDataConverter(keysDir: string): Promise<EngineConverter> {
  const keys = await openKeyFolder(join(keysDir, 'codec'));
  return { ...converterPaths, payloadCodecs: [createEncryptingCodec(keys)] };
}

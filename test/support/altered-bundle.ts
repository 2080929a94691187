import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleWorkflows } from '../../worker/bundle-workflows';

const ROOT = join(__dirname, '../..');

/**
 * The procedure's code with some places that are others, as a release of another day would have it.
 * @throws Error when one of the places is not there
 */
export async function alteredBundle(
  ...changes: readonly (readonly [from: string, to: string])[]
): Promise<{ code: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'gongmun-altered-'));
  try {
    for (const part of ['workflows', 'domain'])
      cpSync(join(ROOT, part), join(folder, part), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
    const file = join(folder, 'workflows/submission.ts');
    let code = readFileSync(file, 'utf8');
    for (const [from, to] of changes) {
      if (!code.includes(from)) throw new Error(`There is no ${from}.`);
      code = code.replace(from, to);
    }
    writeFileSync(file, code);
    return await bundleWorkflows(join(folder, 'workflows/index.ts'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

import { randomUUID } from 'node:crypto';
import { link, mkdir, open, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/**
 * Writes a file that is there whole or not at all. Of two processes that start at once one makes it and the other
 * reads what that one made.
 * @returns whether it was this call that made it
 */
export async function createOnce(path: string, content: string): Promise<boolean> {
  const folder = dirname(path);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const fresh = join(folder, `.${randomUUID()}`);
  const file = await open(fresh, 'wx', 0o600);
  await file.writeFile(content);
  await file.sync();
  await file.close();
  try {
    await link(fresh, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return false;
  } finally {
    await unlink(fresh);
  }
}

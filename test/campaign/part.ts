import type { Child } from '../../local/child';
import { waitFor } from '../../local/child';

/** A process of the installation that can be killed at any moment and is started again in the same place. */
export interface Part {
  name: string;
  /** SIGKILL, and the start that follows; resolves when it serves again. */
  kill(): Promise<void>;
  /** It serves, as far as is known. */
  isUp(): boolean;
  stop(): Promise<void>;
}

const START_WITHIN_MS = 60_000;

/**
 * @param start resolves when it serves; a start that fails is made again, as a supervisor would
 */
export async function startPart(name: string, start: () => Promise<Child>): Promise<Part> {
  let child = await start();
  let up = true;
  return {
    name,
    isUp: () => up,
    async kill() {
      up = false;
      child.kill();
      await child.exited;
      const again = async () => {
        child = await start();
        return true;
      };
      await waitFor(again, { within: START_WITHIN_MS, failed: `${name} does not start again.` });
      up = true;
    },
    stop: () => child.stop('SIGTERM', 10_000),
  };
}

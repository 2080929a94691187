/** What one zip may hold (docs/evidence.md, Submission bundle: no Zip64). */
export interface ZipLimits {
  /** Besides its index. */
  entries: number;
  bytes: number;
}

/** With room for an index of as many lines. */
export const ZIP_LIMITS: ZipLimits = { entries: 65_000, bytes: 0xffff_ffff - 64 * 1024 * 1024 };

/** What stands around an entry's data, at most: two headers with its name. */
const AROUND = 256;

/**
 * Into which of several zips each item goes, 1, 2, 3 …: in order, each filled before the next is begun. An item without
 * bytes takes no place and is named by the first.
 */
export function partsOf(items: readonly { bytes: number | null }[], limits: ZipLimits): number[] {
  let part = 1;
  let held = { entries: 0, bytes: 0 };
  return items.map(({ bytes }) => {
    if (bytes === null) return 1;
    const size = bytes + AROUND;
    if (held.entries > 0 && (held.entries === limits.entries || held.bytes + size > limits.bytes)) {
      part += 1;
      held = { entries: 0, bytes: 0 };
    }
    held = { entries: held.entries + 1, bytes: held.bytes + size };
    return part;
  });
}

import { brokenBundles } from './broken-bundles';
import { brokenPackages } from './broken-packages';
import { brokenPdfs } from './broken-pdfs';
import { brokenProofFiles } from './broken-proofs';
import { type Broken, brokenReceipts, foreignFiles } from './broken-receipts';
import type { Sample } from './samples';
import type { World } from './world';

/** Every way in which a file can be wrong, one file each, with the verdict that docs/evidence.md gives it. */
export const brokenFiles = (world: World, genuine: Sample[]): Broken[] => [
  ...brokenReceipts(world),
  ...brokenProofFiles(world),
  ...brokenPdfs(world),
  ...brokenBundles(world),
  ...brokenPackages(world),
  ...foreignFiles(genuine),
];

export interface LockedPackage {
  name: string;
  version: string;
  license: string | undefined;
  development: boolean;
  integrity: string | undefined;
  optional: boolean;
}
export function packagesOf(lock: unknown): LockedPackage[];
export function isAllowed(expression: string | undefined, development: boolean): boolean;
export function listOfParts(packages: LockedPackage[]): unknown;

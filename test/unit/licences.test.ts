import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAllowed, packagesOf } from '../../local/packages.mjs';

const ROOT = join(__dirname, '../..');

describe('the packages that are used', () => {
  it('have a licence of the list, whichever of those it may be had under', () => {
    expect(isAllowed('MIT', false)).toBe(true);
    expect(isAllowed('Apache-2.0 AND MIT', false)).toBe(true);
    expect(isAllowed('(MIT OR GPL-3.0-only)', false)).toBe(true);
    expect(isAllowed('Apache-2.0 AND GPL-3.0-only', false)).toBe(false);
    expect(isAllowed('MPL-2.0', true)).toBe(true);
    expect(isAllowed('MPL-2.0', false)).toBe(false);
    for (const none of [undefined, '', 'UNLICENSED', 'SEE LICENSE IN x', 'AGPL-3.0-only'])
      expect(isAllowed(none, true)).toBe(false);
  });

  it('are listed, each with its version and its digest', () => {
    const folder = mkdtempSync(join(tmpdir(), 'gongmun-sbom-'));
    const file = join(folder, 'sbom.json');
    const run = spawnSync(process.execPath, ['local/packages.mjs', '--sbom', file], {
      cwd: ROOT,
      encoding: 'utf8',
    });
    expect({ status: run.status, said: run.stderr }).toEqual({ status: 0, said: '' });
    const { bomFormat, components } = JSON.parse(readFileSync(file, 'utf8'));
    rmSync(folder, { recursive: true });
    expect(bomFormat).toBe('CycloneDX');
    const lock = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'));
    const direct = Object.entries(lock.packages[''].dependencies);
    expect(direct.length).toBeGreaterThan(30);
    // Builds for machines of another kind stand in the list without bytes of their own.
    type Part = { name: string; version: string; scope: string; hashes?: { alg: string }[] };
    for (const [name, version] of direct)
      expect(components).toContainEqual(expect.objectContaining({ name, version }));
    const required = (components as Part[]).filter(({ scope }) => scope === 'required');
    expect(required.filter(({ hashes }) => hashes?.[0]?.alg !== 'SHA-512')).toEqual([]);
    const development = packagesOf(lock).filter((one) => one.development);
    const listed = new Set((components as Part[]).map(({ name }) => name));
    expect(development.some(({ name }) => name === 'jest')).toBe(true);
    expect(listed.has('jest')).toBe(false);
  });
});

// `node local/packages.mjs`: whether every package may be used, by its licence, and whether all of them can be listed.
// `--sbom FILE` writes the list of what runs in production (CycloneDX). Reads the lockfile; asks no registry.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './install.mjs';

/** SPDX ids of licences under which the parts of an Apache-2.0 program may be passed on with it. */
const IN_PRODUCTION = [
  'MIT',
  'MIT-0',
  'ISC',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
  'BlueOak-1.0.0',
  'Unlicense',
  'CC0-1.0',
  'OFL-1.1',
  'CC-BY-4.0',
];
/** Whose package says it in a way that the lockfile does not take over; read in their LICENSE files. */
const READ_IN_THE_PACKAGE = { busboy: 'MIT', 'png-js': 'MIT', streamsearch: 'MIT', unionfs: 'Unlicense' };
/** And of those that only development needs; they are not passed on. */
const IN_DEVELOPMENT = [...IN_PRODUCTION, 'MPL-2.0', 'Python-2.0'];

/** The packages of a lockfile: name, version, licence, and whether only development needs them. */
export function packagesOf(lock) {
  return Object.entries(lock.packages)
    .filter(([path]) => path !== '')
    .map(([path, { version, license, dev = false, devOptional = false, integrity, optional = false }]) => ({
      name: path.split('node_modules/').at(-1),
      ...{ version, license, development: dev, integrity, optional: optional || devOptional },
    }))
    .map((one) => ({ ...one, license: one.license ?? READ_IN_THE_PACKAGE[one.name] }));
}

/** Every licence of an `AND` must be allowed, one of an `OR` is enough. */
export function isAllowed(expression, development) {
  const allowed = development ? IN_DEVELOPMENT : IN_PRODUCTION;
  const plain = (expression ?? '').replace(/[()]/g, '');
  return plain.split(' OR ').some((choice) => choice.split(' AND ').every((one) => allowed.includes(one)));
}

/** What runs in production, as CycloneDX. */
export function listOfParts(packages) {
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const args = ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only'];
  const made = spawnSync(npm, args, { cwd: ROOT, encoding: 'utf8', maxBuffer: 50_000_000 });
  if (made.status !== 0) throw new Error(`npm sbom failed: ${made.stderr.slice(0, 500)}`);
  // Not by `--omit dev`, which leaves out what production and development both need.
  const needed = new Set(
    packages.filter(({ development }) => !development).map(({ name, version }) => `${name}@${version}`),
  );
  const whole = JSON.parse(made.stdout);
  const components = whole.components.filter(({ name, version }) => needed.has(`${name}@${version}`));
  const kept = new Set([whole.metadata.component['bom-ref'], ...components.map((one) => one['bom-ref'])]);
  const dependencies = whole.dependencies
    .filter(({ ref }) => kept.has(ref))
    .map(({ ref, dependsOn = [] }) => ({ ref, dependsOn: dependsOn.filter((other) => kept.has(other)) }));
  return { ...whole, components, dependencies };
}

function main() {
  const lock = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'));
  const packages = packagesOf(lock);
  // Builds for other machines stand in the lockfile without a licence, which is that of the package they belong to.
  const refused = packages.filter(
    ({ license, development, optional }) =>
      !(optional && license === undefined) && !isAllowed(license, development),
  );
  for (const { name, version, license } of refused)
    process.stderr.write(
      `${name} ${version}: the licence ${license ?? '(none)'} is not on the list of local/packages.mjs\n`,
    );
  const list = listOfParts(packages);
  const at = process.argv.indexOf('--sbom');
  if (at > 0) writeFileSync(process.argv[at + 1], JSON.stringify(list, null, 2));
  const listed = new Set(list.components.map(({ name, version }) => `${name}@${version}`));
  const missing = packages.filter(
    ({ name, version, development, optional }) =>
      !development && !optional && !listed.has(`${name}@${version}`),
  );
  for (const { name, version } of missing)
    process.stderr.write(`${name} ${version} is not in the list of parts\n`);
  if (refused.length + missing.length > 0) process.exitCode = 1;
}

if (process.argv[1]?.endsWith('packages.mjs')) main();

// `npm run portal`: the pages as static files in portal/dist, built anew only where something they are made of changed.
// Plain Node up to the build itself, so that `npm start` can ask at each start.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';

const HERE = dirname(fileURLToPath(import.meta.url));
const DIST = join(HERE, 'dist');
const MARK = join(DIST, 'built-from.txt');

/** A digest over every file that the pages are made of. */
function sourcesDigest() {
  const hash = createHash('sha256');
  const files = readdirSync(HERE, { recursive: true, encoding: 'utf8' })
    .filter((name) => !/^(dist|node_modules)([\\/]|$)/.test(name))
    .map((name) => join(HERE, name))
    .filter((path) => statSync(path).isFile());
  for (const path of [...files.sort(), join(HERE, '..', 'package-lock.json')])
    hash.update(relative(HERE, path)).update('\0').update(readFileSync(path)).update('\0');
  return hash.digest('hex');
}

/** Once here, so that nobody waits for it later; browsers that cannot read Brotli get gzip. */
function compress(folder) {
  for (const name of readdirSync(folder)) {
    const bytes = readFileSync(join(folder, name));
    writeFileSync(join(folder, `${name}.br`), brotliCompressSync(bytes));
    writeFileSync(join(folder, `${name}.gz`), gzipSync(bytes, { level: 9 }));
  }
}

/** The renderer's registry for tests is never used; it alone needs a package that we leave out. */
const withoutTestRegistry = {
  name: 'without-test-registry',
  resolveId: (id) => (id === '@rjsf/validator-ajv8' ? '\0nothing' : undefined),
  load: (id) => (id === '\0nothing' ? 'export default undefined;' : undefined),
};

/** @returns whether there was anything to build */
export async function buildPortal() {
  const digest = sourcesDigest();
  if (existsSync(MARK) && readFileSync(MARK, 'utf8') === digest) return false;
  // Else a test that asks for the build would get the libraries' slow and talkative half.
  process.env.NODE_ENV = 'production';
  const { build } = await import('vite');
  await build({
    configFile: false,
    root: HERE,
    base: '/',
    logLevel: 'warn',
    plugins: [withoutTestRegistry],
    worker: { format: 'es' },
    build: {
      outDir: DIST,
      emptyOutDir: true,
      target: 'es2022',
      // The page's policy allows no script or style inside it, and no data: address.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      manifest: 'manifest.json',
      // The reader of PDFs, which is loaded when somebody looks at one.
      chunkSizeWarningLimit: 1_600,
      rolldownOptions: {
        // Libraries mark what must not run on a server; there is none here.
        onwarn: (warning, warn) => warning.code === 'MODULE_LEVEL_DIRECTIVE' || warn(warning),
      },
    },
  });
  compress(join(DIST, 'assets'));
  writeFileSync(MARK, digest);
  return true;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (await buildPortal()) process.stdout.write('The portal is built.\n');
}

const { createRequire, isBuiltin } = require('node:module');
const { sep } = require('node:path');
const { default: Runtime } = require('jest-runtime');

const PACKAGES = `${sep}node_modules${sep}`;
const JESTS_OWN = /^(@jest\/|jest-|expect$)/;

/**
 * Packages are Node's own modules, loaded once for all suites of a process; only our files are loaded anew for each.
 * Without it three seconds of processor time went by before the first test of each suite that starts the system.
 */
module.exports = class OwnPackages extends Runtime {
  requireModule(from, name, options, isRequireActual) {
    if (name !== undefined && options === undefined && !isBuiltin(name) && !JESTS_OWN.test(name)) {
      const file = packageFile(from, name);
      if (file !== undefined) return createRequire(from)(file);
    }
    return super.requireModule(from, name, options, isRequireActual);
  }
};

/** Undefined for a file of ours, and for what only jest can resolve. */
function packageFile(from, name) {
  if (name.startsWith('.')) return undefined;
  try {
    const file = createRequire(from).resolve(name);
    return file.includes(PACKAGES) ? file : undefined;
  } catch {
    return undefined;
  }
}

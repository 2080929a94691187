const compiler = {
  jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
  module: { type: 'commonjs' },
  sourceMaps: 'inline',
};
// `npm run hostile:checks` alone: each check can be switched off.
const switchable =
  process.env.GONGMUN_MATRIX === 'checks'
    ? {
        '/(usecases|domain|db)/[^/]+\\.ts$|/api/call\\.ts$': [
          '<rootDir>/test/support/switchable-checks.cjs',
          compiler,
        ],
      }
    : {};

module.exports = {
  testEnvironment: '<rootDir>/test/support/jest-environment.cjs',
  runtime: '<rootDir>/test/support/jest-runtime.cjs',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  transform: {
    ...switchable,
    '^.+\\.(t|j|mj)s$': ['@swc/jest', compiler],
  },
  moduleFileExtensions: ['ts', 'mjs', 'js', 'cjs', 'json', 'node'],
  globalSetup: '<rootDir>/test/support/global-setup.ts',
  globalTeardown: '<rootDir>/test/support/global-teardown.ts',
  testTimeout: 60_000,
};

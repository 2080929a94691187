// A package that loads one of our files by its path (the engine's converters) finds TypeScript.
require('tsx/cjs');
const vm = require('node:vm');
const { ModernFakeTimers } = require('@jest/fake-timers');
const { ModuleMocker } = require('jest-mock');

/** Stands for the process's own globals where jest wants a context of `node:vm`. */
const HERE = vm.createContext({});
const compile = vm.compileFunction;
vm.compileFunction = (code, parameters, { parsingContext, ...options }) =>
  compile(code, parameters, parsingContext === HERE ? options : { parsingContext, ...options });

/**
 * Suites run among the globals of their process: jest's own environment is a copy of them behind a proxy, in which all
 * code is slower, nothing that a package makes is an `instanceof`, and every package is loaded again for every suite.
 * What a suite changes of the process is put back after it.
 */
module.exports = class OwnGlobals {
  constructor({ projectConfig: config }) {
    const { env, exit, getBuiltinModule } = process;
    this.kept = { env: { ...env }, exit, getBuiltinModule, console };
    this.global = globalThis;
    this.moduleMocker = new ModuleMocker(globalThis);
    this.fakeTimers = null;
    this.fakeTimersModern = new ModernFakeTimers({ config, global: globalThis });
    this.context = HERE;
  }

  async setup() {}

  async teardown() {
    const { env, exit, getBuiltinModule, console } = this.kept;
    this.fakeTimersModern.dispose();
    for (const name of Object.keys(process.env)) if (!(name in env)) delete process.env[name];
    Object.assign(process.env, env);
    Object.assign(process, { exit, getBuiltinModule });
    globalThis.console = console;
    this.context = null;
  }

  exportConditions() {
    return ['node', 'node-addons'];
  }

  getVmContext() {
    return this.context;
  }
};

/** The arrows of the house: who may know whom. `path` without `type-only` is about values; types may go further. */
const only = (name, from, allowed, extra = {}) => ({
  name,
  severity: 'error',
  from: { path: `^${from}/`, ...extra.from },
  to: { pathNot: [`^${from}/`, '^node_modules/', '^[a-z0-9_:/]+$', ...allowed], ...extra.to },
});

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    only('domain-knows-nobody', 'domain', []),
    {
      name: 'workflows-are-pure',
      severity: 'error',
      from: { path: '^workflows/' },
      to: {
        pathNot: ['^workflows/', '^domain/', '^node_modules/@temporalio/(workflow|common)/'],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'workflows-know-activities-as-types',
      severity: 'error',
      from: { path: '^workflows/' },
      to: { path: '^(adapters|usecases|api|worker|db|local|test|config)', dependencyTypesNot: ['type-only'] },
    },
    only('activities', 'activities', ['^domain/', '^db/', '^adapters/(mail|mail-words|notice-words)\\.ts$'], {
      to: { dependencyTypesNot: ['type-only'] },
    }),
    only('activities-types', 'activities', ['^domain/', '^db/', '^adapters/']),
    only('usecases', 'usecases', ['^domain/', '^db/', '^workflows/messages\\.ts$'], {
      to: { dependencyTypesNot: ['type-only'] },
    }),
    only('usecases-types', 'usecases', ['^domain/', '^db/', '^adapters/', '^workflows/messages\\.ts$']),
    only('db', 'db', ['^domain/', '^config\\.ts$'], { to: { dependencyTypesNot: ['type-only'] } }),
    only('adapters', 'adapters', ['^domain/']),
    only('api', 'api', ['^usecases/', '^domain/', '^adapters/', '^db/', '^workflows/', '^config\\.ts$']),
    only('worker', 'worker', [
      '^usecases/',
      '^activities/',
      '^domain/',
      '^adapters/',
      '^db/',
      '^workflows/',
      '^config\\.ts$',
    ]),
    {
      name: 'nobody-knows-the-processes',
      severity: 'error',
      from: { pathNot: '^(api|worker|test|bench|local)/' },
      to: { path: '^(api|worker)/' },
    },
    {
      name: 'verifier-knows-nobody',
      comment: 'One file, nothing but Node: whoever checks us needs nothing of us.',
      severity: 'error',
      from: { path: '^verifier/' },
      to: { dependencyTypesNot: ['core'] },
    },
    {
      name: 'nobody-knows-the-verifier',
      comment: 'It is run as a program of its own; the tests alone import it.',
      severity: 'error',
      from: { pathNot: '^test/' },
      to: { path: '^verifier/' },
    },
    {
      name: 'portal-knows-nobody',
      comment: 'A client of the public API: what it knows of it is generated into portal/api/types.ts.',
      severity: 'error',
      from: { path: '^portal/' },
      to: { pathNot: ['^portal/', '^node_modules/'], dependencyTypesNot: ['core'] },
    },
    {
      name: 'nobody-knows-the-portal',
      severity: 'error',
      from: { pathNot: '^(portal|test)/' },
      to: { path: '^portal/' },
    },
    {
      name: 'nobody-knows-the-local-parts',
      severity: 'error',
      from: { pathNot: '^(local|test|bench)/' },
      to: { path: '^local/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(node_modules|portal/dist|\\.data)/' },
    tsPreCompilationDeps: 'specify',
    tsConfig: { fileName: 'tsconfig.json' },
    // Some packages of the portal are modules only.
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default'],
    },
  },
};

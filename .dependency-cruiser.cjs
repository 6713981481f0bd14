// The arrows of docs/architecture.md. Every rule has a planted violation in test/architecture/architecture.spec.ts.

const FACES = 'portal|api|desk';
const GROUND = 'platform|config';
const COMPOSITION_ROOT = '^src/(main|rescue|seed|setup|app\\.module|data-source)\\.ts$';

/** A suffix names a file's role; a file without one is pure. */
const ROLES = [
  'entity', 'service', 'controller', 'module', 'processor', 'jobs', 'queries', 'presenter', 'errors', 'guard',
  'filter', 'adapter', 'interceptor', 'repository', 'client', 'view', 'script', 'schema',
];
/** What a feature shows to the other features, besides its pure files. */
const SHOWN_TO_FEATURES = ['jobs', 'service', 'module', 'presenter', 'errors'];
/** Faces may also guard their pages and read worklists. */
const SHOWN_TO_FACES = [...SHOWN_TO_FEATURES, 'guard', 'queries', 'view'];

/** These compute and do no I/O; add a package here only if that is true of it. */
const PURE_PACKAGES = ['zod', 'markdown-it', 'markdown-it-container', 'yaml', 'saxes', 'yauzl', 'yazl', 'docx', 'qrcode', 'handlebars', 'postal-mime'];
const PURE_NODE = ['assert', 'buffer', 'crypto', 'path', 'stream/consumers', 'string_decoder', 'url', 'util', 'zlib'];

const role = (names) => `\\.(${names.join('|')})\\.ts$`;
const rolesBut = (shown) => role(ROLES.filter((name) => !shown.includes(name)));
const IMPURE_FILE = [role(ROLES), COMPOSITION_ROOT, '^src/config/config\\.ts$'];
/** A package by name, whether it is installed, seen through its types or missing. */
const npm = (...names) => `(^|/node_modules/|^node_modules/)(@types/)?(${names.join('|')})(/|$)`;

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Files that need each other are one file, or miss a third. Types count too.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-barrels',
      comment: 'Import a file by its name: an index.ts hides who needs what.',
      severity: 'error',
      from: { path: '(^|/)index\\.ts$' },
      to: {},
    },
    {
      name: 'no-orphans',
      comment: 'Neither imports nor is imported: dead.',
      severity: 'error',
      from: { orphan: true, pathNot: ['^src/(main|rescue|seed)\\.ts$', '\\.d\\.ts$'] },
      to: {},
    },
    {
      name: 'composition-root-on-top',
      comment: 'main, setup, app.module and data-source know everybody; nobody below knows them.',
      severity: 'error',
      from: { path: '^src/[^/]+/' },
      to: { path: '^src/[^/]+\\.ts$' },
    },
    {
      name: 'features-know-no-face',
      severity: 'error',
      from: { path: `^src/(?!(${FACES}|${GROUND})/)[^/]+/` },
      to: { path: `^src/(${FACES})/` },
    },
    {
      name: 'faces-know-no-other-face',
      severity: 'error',
      from: { path: `^src/(${FACES})/` },
      to: { path: `^src/(${FACES})/`, pathNot: '^src/$1/' },
    },
    {
      name: 'platform-knows-no-feature',
      severity: 'error',
      from: { path: '^src/platform/' },
      to: { path: `^src/(?!(${GROUND})/)[^/]+/` },
    },
    {
      name: 'config-knows-nobody',
      severity: 'error',
      from: { path: '^src/config/' },
      to: { path: '^src/(?!config/)[^/]+/' },
    },
    {
      name: 'pure-imports-pure-files',
      comment: 'A file without a role suffix decides or shapes; let a service load for it, or name its role. Types count too.',
      severity: 'error',
      from: { path: '^src/', pathNot: IMPURE_FILE },
      to: { path: IMPURE_FILE },
    },
    {
      name: 'pure-imports-pure-packages',
      comment: 'No framework, database, network or disk behind a pure file, not even as a type.',
      severity: 'error',
      from: { path: '^src/', pathNot: IMPURE_FILE },
      to: { pathNot: ['^src/', `^(node:)?(${PURE_NODE.join('|')})$`, npm(...PURE_PACKAGES)] },
    },
    {
      name: 'jobs-import-nothing',
      comment: 'A job is a contract between a producer and a processor: ids, attempts, backoff.',
      severity: 'error',
      from: { path: role(['jobs']) },
      to: {},
    },
    {
      name: 'feature-internals-are-private',
      comment: `Across features: pure files and ${SHOWN_TO_FEATURES.join(', ')}.`,
      severity: 'error',
      from: { path: `^src/(?!(?:${FACES}|${GROUND})/)([^/]+)/` },
      to: { path: `^src/(?!(?:${FACES}|${GROUND})/)[^/]+/.*${rolesBut(SHOWN_TO_FEATURES)}`, pathNot: '^src/$1/' },
    },
    {
      name: 'faces-use-the-front-door',
      comment: `Of a feature a face sees pure files and ${SHOWN_TO_FACES.join(', ')}.`,
      severity: 'error',
      from: { path: `^src/(${FACES})/` },
      to: { path: `^src/(?!(?:${FACES}|${GROUND})/)[^/]+/.*${rolesBut(SHOWN_TO_FACES)}` },
    },
    {
      name: 'nodemailer-only-in-delivery',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/delivery/' },
      to: { path: npm('nodemailer') },
    },
    {
      name: 'imapflow-only-in-inbox',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/inbox/' },
      to: { path: npm('imapflow') },
    },
    {
      name: 'bullmq-only-in-platform-and-processors',
      comment: 'Producers write an outbox row; only the platform talks to queues, only processors take jobs.',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/platform/', role(['processor', 'jobs'])] },
      to: { path: npm('bullmq', '@nestjs/bullmq') },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '\\.(spec|fixtures|sample)\\.ts$' },
    moduleSystems: ['es6'],
    tsPreCompilationDeps: true,
    skipAnalysisNotInRules: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};

import { readFileSync } from 'node:fs';

// One runner for all kinds of test; `npm run test:unit` and its sisters pick by project name.
const { $schema: _schema, exclude: _exclude, sourceMaps: _maps, ...swc } = JSON.parse(readFileSync(new URL('.swcrc', import.meta.url), 'utf8'));

const common = {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': ['@swc/jest', { swcrc: false, ...swc, sourceMaps: 'inline' }] },
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
};

/** Tests that need PostgreSQL: one embedded server for the whole run, a clone of a migrated template per file. */
const withDatabase = {
  ...common,
  globalSetup: '<rootDir>/test/support/global-setup.js',
  globalTeardown: '<rootDir>/test/support/global-teardown.js',
};

// `npm run test:faults` adds test/faults/long, which takes too long for every day.
export default {
  // Limits are for what hangs; on a machine that does other work besides, what works may take its time.
  testTimeout: 180_000,
  // Modules of former files stay in a worker's memory: with gigabytes of them it is busy collecting garbage.
  workerIdleMemoryLimit: '800MB',
  projects: [
    { ...common, displayName: 'unit', testMatch: ['<rootDir>/src/**/*.spec.ts', '<rootDir>/test/architecture/**/*.spec.ts'] },
    { ...withDatabase, displayName: 'db', testMatch: ['<rootDir>/test/db/**/*.spec.ts'] },
    { ...withDatabase, displayName: 'e2e', testMatch: ['<rootDir>/test/e2e/**/*.spec.ts'] },
    { ...withDatabase, displayName: 'browser', testMatch: ['<rootDir>/test/browser/**/*.spec.ts'] },
    { ...withDatabase, displayName: 'service-desks', globalSetup: '<rootDir>/test/support/peers/global-setup.js', testMatch: ['<rootDir>/test/service-desks/**/*.spec.ts'] },
    { ...withDatabase, displayName: 'faults', testMatch: [`<rootDir>/test/faults/${process.env.FAULT_KILLS ? '**/' : ''}*.spec.ts`] },
  ],
};

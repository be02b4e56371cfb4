import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** Tests run the sources, without a build, through the packages' `source` export condition. */
const conditions = ['source', 'node'];

export default defineConfig({
  // graphql refuses to work when it is loaded twice, once as a module and once as CommonJS; the gateway's libraries take the latter.
  resolve: { conditions, alias: [{ find: /^graphql$/, replacement: fileURLToPath(import.meta.resolve('graphql/index.js')) }] },
  ssr: { resolve: { conditions } },
  test: {
    include: ['**/src/**/*.test.ts', '**/test/**/*.test.ts', 'schema/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    environment: 'node',
    env: { APOLLO_TELEMETRY_DISABLED: '1', NODE_ENV: 'test' },
    // A hang ends some day; how long something may take is no test's business (bench/ measures).
    testTimeout: 600_000,
    hookTimeout: 600_000,
    pool: 'forks',
    // Stories start up to six processes each; more than one at a time on two cores is slower, not faster.
    maxWorkers: 1,
  },
});

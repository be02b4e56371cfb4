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
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: 'forks',
    // Two cores are what CI has; left alone vitest keeps one of them for itself.
    maxWorkers: 2,
  },
});

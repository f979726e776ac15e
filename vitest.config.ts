import { defineConfig } from 'vitest/config';
import { TallyReporter } from './tooling/tally-reporter.ts';

// Tests that run whole processes against the clock get the machine for themselves.
const WHOLE_PROCESS = ['test/e2e/**', 'test/crash/**'];

export default defineConfig({
  test: {
    reporters: ['default', new TallyReporter()],
    passWithNoTests: false,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: WHOLE_PROCESS,
          testTimeout: 30_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'process',
          include: WHOLE_PROCESS.map((folder) => `${folder}/*.test.ts`),
          fileParallelism: false,
          // Real processes on a loaded machine: one more try, which the report shows, before a run is called red.
          retry: 1,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});

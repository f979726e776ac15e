import { defineConfig } from 'vitest/config';
import { TallyReporter } from './tooling/tally-reporter.ts';

// Tests that run whole processes against the clock get the machine for themselves.
const CRASH = 'test/crash/**';
const BUILT_COMMAND = 'test/e2e/**';
/** Sets the environment before a library reads it, which it does once. */
const OWN_MODULES = 'test/tui/color.test.ts';

/** Real processes on a loaded machine take their time. */
const PATIENT = { testTimeout: 120_000, hookTimeout: 120_000 };

export default defineConfig({
  test: {
    reporters: ['default', new TallyReporter()],
    passWithNoTests: false,
    // Real servers on a loaded machine: one more try before a run is called red. The tally tells why it was needed.
    retry: 1,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: [CRASH, BUILT_COMMAND, OWN_MODULES],
          // Loading React, Ink and the AWS clients anew for each file would take longer than the tests.
          isolate: false,
          maxWorkers: '100%',
          testTimeout: 30_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'unit-isolated',
          include: [OWN_MODULES],
          maxWorkers: '100%',
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'process',
          include: [`${CRASH}/*.test.ts`],
          maxWorkers: '100%',
          ...PATIENT,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: [`${BUILT_COMMAND}/*.test.ts`],
          globalSetup: 'test/support/cli-root.ts',
          // Each worker has a sandbox for all its files. A drill mostly waits, so there are more of them than cores.
          maxWorkers: 3,
          ...PATIENT,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});

import type { Reporter, SerializedError, TestCase, TestModule } from 'vitest/node';

/**
 * Ends a test run with one plain line: `12 passed, 0 failed`, and `, 3 skipped` where some were.
 * What breaks outside a test (a file that does not load, a hook, a stray rejection) counts as failed.
 * Before it, why a test failed that passed at its second try: that is a fault all the same, here or in the product.
 */
export class TallyReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], strayErrors: readonly SerializedError[]): void {
    const tally = { passed: 0, failed: strayErrors.length, skipped: 0, pending: 0 };
    for (const module of modules) {
      tally.failed += module.errors().length;
      for (const suite of module.children.allSuites()) tally.failed += suite.errors().length;
      for (const test of module.children.allTests()) {
        tally[test.result().state] += 1;
        if (test.diagnostic()?.flaky) tellFirstFailure(test);
      }
    }
    const notRun = tally.skipped + tally.pending;
    const skipped = notRun > 0 ? `, ${notRun} skipped` : '';
    process.stdout.write(`${tally.passed} passed, ${tally.failed} failed${skipped}\n`);
  }
}

function tellFirstFailure(test: TestCase): void {
  const [error] = test.result().errors ?? [];
  const why = error?.stack ?? error?.message ?? 'nobody knows why';
  process.stdout.write(
    `PASSED AT THE SECOND TRY: ${test.fullName}\n${why}\n${error?.diff ?? ''}\n`,
  );
}

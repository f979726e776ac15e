import type { DailyTime, Installation } from './installation.ts';

/** With more times a day than these, once an hour costs no more. */
const MOST_TIMES = 6;

/**
 * A workflow that starts what is due and commits its evidence. The commits are the memory: what has a run in `reports/`
 * is not run again.
 */
export function githubWorkflow(times: readonly DailyTime[]): Installation {
  const content = `name: Recovery drills

on:
  schedule:
    # UTC; at other hours than those of a drill nothing is due, and nothing is run.
${cronsOf(times)
  .map((cron) => `    - cron: '${cron}'`)
  .join('\n')}
  workflow_dispatch:

# One at a time: two would not know of each other's runs.
concurrency:
  group: recovery-drills
  cancel-in-progress: false

permissions: {}

jobs:
  rehearse:
    runs-on: ubuntu-latest
    timeout-minutes: 350
    permissions:
      contents: write # commits reports/
      id-token: write # becomes the role by OpenID Connect; no keys are stored
    steps:
      - uses: actions/checkout@v5
        with:
          ref: \${{ github.ref_name }}
      - uses: actions/setup-node@v5
        with:
          node-version: 24
          cache: npm
      - run: npm ci
      - if: vars.DRILL_ROLE_ARN != ''
        uses: aws-actions/configure-aws-credentials@v5
        with:
          role-to-assume: \${{ vars.DRILL_ROLE_ARN }}
          aws-region: \${{ vars.DRILL_REGION }}
          role-duration-seconds: 21600
      - name: Run what is due
        run: npx drill schedule run --once
      - name: Commit the evidence
        if: always()
        run: |
          git config user.name 'github-actions[bot]'
          git config user.email '41898282+github-actions[bot]@users.noreply.github.com'
          mkdir -p reports
          git add --force -- reports ':!reports/.*' ':!reports/*/journal.lock*' ':!reports/*/inbox/*'
          if git diff --cached --quiet; then exit 0; fi
          git commit -m 'Add the evidence of recovery drills'
          # Others may push meanwhile. Both have written the page of all runs; that of this job stands.
          for attempt in 1 2 3; do
            git pull --rebase --autostash --strategy-option=theirs
            if git push; then exit 0; fi
          done
          exit 1
      - uses: actions/upload-artifact@v5
        if: always()
        with:
          name: drill-reports-\${{ github.run_id }}
          path: |
            reports
            !reports/*/inbox/**
          if-no-files-found: ignore
      - name: Nothing is to be rehearsed
        if: always()
        run: npx drill due
`;
  return {
    files: [{ path: '.github/workflows/recovery-drills.yml', content }],
    next: [
      'put the variables DRILL_ROLE_ARN and DRILL_REGION into the repository (Settings, Secrets and variables, Actions)',
      'let the role trust token.actions.githubusercontent.com for this repository and branch, for 6 hours',
      'drill plan <drill> prints the IAM actions that the role needs',
      'commit the workflow on the default branch: GitHub runs schedules of no other',
    ],
  };
}

function cronsOf(times: readonly DailyTime[]): string[] {
  if (times.length === 0 || times.length > MOST_TIMES) return ['7 * * * *'];
  return times.map(({ hour, minute }) => `${minute} ${hour} * * *`);
}

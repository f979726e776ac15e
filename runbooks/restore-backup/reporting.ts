import { base } from './base.ts';
import { known } from './context.ts';

/** After the clock has stopped: whatever AWS Backup says to the result, the recovery is what it was. */
export const reporting = base.createStateConfig({
  id: 'reporting',
  meta: {
    title: 'Tell AWS Backup what came of it',
    titles: { ja: 'AWS Backupへの検証結果の通知' },
  },
  invoke: {
    id: 'report',
    src: 'backup.report-validation',
    input: ({ context }) => ({
      jobId: known(context.jobId),
      outcome: known(context.outcome),
    }),
    onDone: 'recovered',
    onError: 'recovered',
  },
  on: {
    // A later process sets the password anew, and once a restore test is judged, its instance may be gone. Nothing needs
    // the password any more.
    'xstate.error.actor.unlock': {},
  },
});

import { base } from './base.ts';
import { everybody } from './instances.ts';
import { results } from './traffic.ts';

/** Who is primary at the end, and what it came to. */
export const settling = base.createStateConfig({
  id: 'settled',
  initial: 'surveying',
  states: {
    surveying: {
      meta: {
        title: 'State who is primary at the end',
        titles: { ja: '終了時のプライマリの明示' },
      },
      invoke: {
        id: 'survey-end',
        src: 'rds.survey-failover',
        input: ({ context }) => ({ instances: everybody(context), atTheEnd: true }),
        onDone: '#telling',
        onError: '#telling',
      },
    },
  },
});

export const telling = base.createStateConfig({
  id: 'telling',
  initial: 'choosing',
  states: {
    choosing: {
      always: [{ guard: 'publishes', target: 'publishing' }, { target: '#recovered' }],
    },
    publishing: {
      meta: {
        title: 'Publish RTO, RPO and outage as metrics',
        titles: { ja: 'RTO・RPO・停止時間のメトリクス送信' },
      },
      invoke: {
        id: 'publish',
        src: 'cloudwatch.publish-results',
        input: ({ context }) => results(context),
        onDone: '#recovered',
        // A figure on a dashboard decides nothing.
        onError: '#recovered',
      },
    },
  },
});

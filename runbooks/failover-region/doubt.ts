import type { Failure, Translations } from '../../src/index.ts';
import { noted, onError } from './base.ts';
import { type Context, causesOutage, changesProduction } from './context.ts';

// What is wrong with home before the run may be the very reason for it: then a person decides.

type Failed = { readonly context: Context; readonly event: { readonly error: unknown } };

const UNREACHABLE = /^(ENDPOINT_UNREACHABLE|CONNECTION_LOST|TIMED_OUT|ATTEMPT_TIMED_OUT)$/;

/** Something has happened to production, unlike in a rehearsal or where the run itself causes the outage. */
export function isForReal(context: Context): boolean {
  return changesProduction(context) && !causesOutage(context);
}

/** A name that is wrong, or another thing than was meant, is no outage. */
function mayBeTheOutage({ context, event }: Failed): boolean {
  return isForReal(context) && (event.error as Failure).class === 'environment';
}

/** The drill has said beforehand that a primary which cannot be reached is passed by. */
export function isPassedBy(failed: Failed): boolean {
  const { code } = failed.event.error as Failure;
  const { unreachablePrimary } = failed.context.parameters;
  return mayBeTheOutage(failed) && unreachablePrimary === 'go-on' && UNREACHABLE.test(code);
}

/** What a look at home that failed leads to. */
export function orDoubt<const Doubt extends string>(doubt: Doubt) {
  return [{ guard: mayBeTheOutage, target: doubt, actions: noted }, onError] as const;
}

/** A gate: whether a failover goes on although home does not look as it should. */
export function doubt<const Again extends string, const Next extends string>(options: {
  readonly title: string;
  readonly titles: Translations;
  readonly goOn: string;
  readonly goOns: Translations;
  readonly again: Again;
  readonly next: Next;
}) {
  return {
    meta: {
      title: options.title,
      titles: options.titles,
      choices: [
        { event: 'go-on', label: options.goOn, labels: options.goOns },
        { event: 'look-again', label: 'Look again', labels: { ja: '再確認' } },
        {
          event: 'stop',
          label: 'Stop: nothing has been changed',
          labels: { ja: '中止（変更は一切していない）' },
        },
      ],
    },
    on: {
      'go-on': { target: options.next, actions: 'forgetFailure' },
      'look-again': { target: options.again, actions: 'forgetFailure' },
      stop: '#stopped',
    },
    after: { decideWithin: '#stopped' },
  } as const;
}

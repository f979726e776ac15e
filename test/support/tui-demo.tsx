/**
 * Plays a sample journal on the screen, in accelerated time.
 *
 *     rolldown test/support/tui-demo.tsx --platform node -d /tmp/tui-demo && node /tmp/tui-demo/tui-demo.js met
 *
 * Arguments: the kind of sample run, then any of `aws`, `watch`, `japanese`, `speed=20`, `hold` (stay before the end),
 * `decide` (wait at gates until a number is pressed).
 */
import process from 'node:process';
import { setTimeout as wait } from 'node:timers/promises';
import { openChoices } from '../../src/core/open-choices.ts';
import type { Clock } from '../../src/core/ports.ts';
import { renderRun } from '../../src/tui/render-run.tsx';
import { ReplayFeed } from './replay-feed.ts';
import { type SampleKind, sampleRun } from './sample-run.ts';

const [kind = 'met', ...flags] = process.argv.slice(2);
const speed = Number(flags.find((flag) => flag.startsWith('speed='))?.slice(6) ?? 1);
const records = sampleRun(kind as SampleKind, {
  environment: flags.includes('aws') ? 'aws' : 'sandbox',
  ...(flags.includes('japanese') && {
    drill: { title: '注文データベースを誤削除の直前の時点へ復元する訓練（四半期）' },
  }),
});
const feed = new ReplayFeed(records);
const began = performance.now();
const start = Date.parse(records[0]?.at ?? '');
const clock: Clock = {
  now: () => start + (performance.now() - began) * speed,
  monotonic: () => performance.now(),
  sleep: (ms, signal) => wait(ms, undefined, signal ? { signal } : {}).then(() => {}),
};

const screen = renderRun({
  feed,
  clock,
  onCommand: async ({ type }) => {
    if (type !== 'send') return { accepted: false, reason: 'a replay cannot be aborted' };
    decided.resolve();
    return { accepted: true };
  },
  onAttach: async () => ({ accepted: false, reason: 'a replay takes no file' }),
  detachable: flags.includes('watch'),
  stdout: process.stdout,
  stdin: process.stdin,
  color: process.env['NO_COLOR'] === undefined,
  unicode: /utf-?8/i.test(process.env['LC_ALL'] ?? process.env['LANG'] ?? ''),
  reportPath: 'reports/restore-rds-20261124-0100-k7mq/report.html',
  resumeCommand: 'drill resume restore-rds-20261124-0100-k7mq',
  nextCommands: ({ run }) => [`drill report ${run}`],
});

let decided = Promise.withResolvers<void>();
/** Time that the replay has waited for somebody. */
let waitedMs = 0;

async function awaitDecision(): Promise<void> {
  if (!flags.includes('decide') || openChoices(feed.get().state).length === 0) return;
  const since = performance.now();
  decided = Promise.withResolvers<void>();
  await decided.promise;
  waitedMs += performance.now() - since;
}

const playing = (async () => {
  for (let record = feed.upcoming; record; record = feed.upcoming) {
    const due = Date.parse(record.at) + waitedMs * speed - clock.now();
    if (due > 0) await wait(due / speed);
    if (record.type === 'run.finished' && flags.includes('hold')) return;
    feed.push(record);
    if (record.type === 'state.changed') await awaitDecision();
  }
})();

const how = await Promise.race([screen.done, playing.then(() => screen.done)]);
process.stdout.write(`\n[${how}]\n`);
process.exitCode = 0;
process.stdin.unref();

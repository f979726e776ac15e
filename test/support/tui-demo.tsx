/**
 * Plays a sample journal on the screen, in accelerated time.
 *
 *     rolldown test/support/tui-demo.tsx --platform node -d /tmp/tui-demo && node /tmp/tui-demo/tui-demo.js met
 *
 * Arguments: the kind of sample run, then any of `aws`, `watch`, `japanese`, `many`, `speed=20`, `hold` (stay before the end).
 */
import process from 'node:process';
import { setTimeout as wait } from 'node:timers/promises';
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
  onCommand: async () => ({ accepted: false, reason: 'a replay takes no commands' }),
  detachable: flags.includes('watch'),
  stdout: process.stdout,
  stdin: process.stdin,
  color: process.env['NO_COLOR'] === undefined,
  unicode: /utf-?8/i.test(process.env['LC_ALL'] ?? process.env['LANG'] ?? ''),
  reportPath: 'reports/restore-rds-20261124-0100-k7mq/report.html',
  resumeCommand: 'drill resume restore-rds-20261124-0100-k7mq',
  nextCommands: ({ run }) => [`drill report ${run}`],
});

const playing = (async () => {
  for (let record = feed.upcoming; record; record = feed.upcoming) {
    const due = Date.parse(record.at) - clock.now();
    if (due > 0) await wait(due / speed);
    if (record.type === 'run.finished' && flags.includes('hold')) return;
    feed.push(record);
  }
})();

const how = await Promise.race([screen.done, playing.then(() => screen.done)]);
process.stdout.write(`\n[${how}]\n`);
process.exitCode = 0;
process.stdin.unref();

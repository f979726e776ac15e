import { parseArgs } from 'node:util';
import { failureOf } from '../../core/failure.ts';
import { EXIT_LOCKED } from './daemon-record.ts';
import { runDaemon } from './run-daemon.ts';
import { systemClock } from './system-clock.ts';
import { readVersion } from './version.ts';

// The entry of the sandbox's process: main.ts <home> [--port <port>] [--idle <ms>]
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { port: { type: 'string' }, idle: { type: 'string' } },
});
const [home] = positionals;
if (home === undefined) throw new Error('The first argument must be the home directory.');

// Whoever starts the sandbox leads this into daemon.log.
const log = (line: string) => {
  process.stdout.write(`${new Date().toISOString()} ${line}\n`);
};
const stopped = new AbortController();
// Once: a second signal ends the process at once, if stopping should hang.
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => {
    log(`${signal} received`);
    stopped.abort();
  });
}

try {
  await runDaemon({
    home,
    ...(values.port !== undefined && { port: Number(values.port) }),
    ...(values.idle !== undefined && { idleMs: Number(values.idle) }),
    pid: process.pid,
    version: await readVersion(),
    clock: systemClock,
    log,
    signal: stopped.signal,
  });
} catch (error) {
  const failure = failureOf(error);
  const trace = failure.class === 'bug' && error instanceof Error ? `\n${error.stack}` : '';
  log(`${failure.code}: ${failure.message}${trace}`);
  process.exitCode = failure.code === 'SANDBOX_LOCKED' ? EXIT_LOCKED : 1;
}

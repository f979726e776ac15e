import type { Command } from 'commander';
import type { Io } from '../io.ts';
import { output, wholeNumber } from './command-options.ts';
import type { ExitCode } from './exit-code.ts';

/** `drill sandbox` and what is below it. */
export function addSandbox(program: Command, io: Io, end: (code: ExitCode) => void): void {
  const sandbox = program
    .command('sandbox')
    .description('the cloud on this machine, for rehearsal');
  const load = () => import('../commands/sandbox.ts');
  sandbox
    .command('up')
    .description('start it')
    .option('--port <port>', 'port on 127.0.0.1', wholeNumber)
    .action(async (options) => end(await (await load()).up(io, options)));
  sandbox
    .command('down')
    .description('stop it; its state stays')
    .action(async () => end(await (await load()).down(io)));
  sandbox
    .command('status')
    .description('show what is in it')
    .addOption(output())
    .action(async (options) => end(await (await load()).status(io, options)));
  sandbox
    .command('reset')
    .description('stop it and delete its state')
    .action(async () => end(await (await load()).reset(io)));
  sandbox
    .command('outage')
    .description('take a Region or an Availability Zone down; without arguments, list what is down')
    .argument('[kind]', 'region or az; "end" brings back what is down')
    .argument('[name]', 'e.g. ap-northeast-1, or ap-northeast-1a')
    .action(async (kind, name) => end(await (await load()).outage(io, kind, name)));
  sandbox
    .command('root')
    .description('put the root user of an account into a scenario; without arguments, list them')
    .argument('[account]', 'twelve digits')
    .argument(
      '[scenario]',
      'normal, lost-password, lost-mfa, mfa-out-of-sync, compromised or lost-mailbox',
    )
    .action(async (account, scenario) => end(await (await load()).root(io, account, scenario)));
  sandbox
    .command('fault')
    .description('make it misbehave; without arguments, list the faults')
    .argument('[operation]', 'e.g. rds:DescribeDBInstances, rds:* or *; "clear" removes all faults')
    .argument(
      '[kind]',
      'throttle, error-500, reset, reset-after, delay, stale, expired-token, access-denied, stuck or aborted',
    )
    .option('--count <n>', 'how many calls it hits', wholeNumber)
    .option('--skip <n>', 'how many calls it lets pass first', wholeNumber)
    .option('--delay <ms>', 'for delay: how long', wholeNumber)
    .option('--retry-after <s>', 'for throttle: the seconds that Retry-After says', wholeNumber)
    .action(async (operation, kind, options) =>
      end(await (await load()).fault(io, operation, kind, options)),
    );
}

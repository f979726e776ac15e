import { Argument, type Command } from 'commander';
import type { Io } from '../io.ts';
import { output, wholeNumberFromOne } from './command-options.ts';
import type { ExitCode } from './exit-code.ts';

/** `drill schedule` and what is below it. */
export function addSchedule(program: Command, io: Io, end: (code: ExitCode) => void): void {
  const schedule = program
    .command('schedule')
    .description('when drills are rehearsed next, and why on that day')
    // Else options of a command below would be taken for options of this one.
    .enablePositionalOptions()
    .argument('[drill]')
    .option('--next <n>', 'how many of each drill', wholeNumberFromOne)
    .option('--until <day>', 'up to this day, e.g. 2027-12-31')
    .addOption(output())
    .action(async (drill, options) =>
      end(await (await import('../commands/schedule.ts')).schedule(io, drill, options)),
    );
  schedule
    .command('ics')
    .description('the next rehearsals as a calendar file (iCalendar)')
    .option('--next <n>', 'how many of each drill', wholeNumberFromOne)
    .option('--out <file>', 'write it there')
    .action(async (options) =>
      end(await (await import('../commands/schedule-ics.ts')).scheduleIcs(io, options)),
    );
  schedule
    .command('run')
    .description(
      'start what is due when its time comes, resume what was interrupted; until it is stopped',
    )
    .option('--once', 'do what is due now, wait for it, and end', false)
    .action(async (options) =>
      end(await (await import('../commands/schedule-run.ts')).scheduleRun(io, options)),
    );
  schedule
    .command('install')
    .description('write what lets systemd, cron, GitHub Actions or EventBridge run what is due')
    .addArgument(
      new Argument('<kind>').choices(['systemd', 'cron', 'github', 'eventbridge'] as const),
    )
    .option('--out <folder>', 'write it there; in the project by default')
    .option('--force', 'also over files that say something else', false)
    .action(async (kind, options) =>
      end(
        await (await import('../commands/schedule-install.ts')).scheduleInstall(io, kind, options),
      ),
    );
}

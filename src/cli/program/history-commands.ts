import { type Command, Option } from 'commander';
import type { Io } from '../io.ts';
import { environment, language, output } from './command-options.ts';
import type { ExitCode } from './exit-code.ts';

/** The commands that look over all runs, and what was learned from them. */
export function addHistory(program: Command, io: Io, end: (code: ExitCode) => void): void {
  program
    .command('history')
    .description('how drills went over time: outcomes, RTO and RPO against their objectives')
    .argument('[drill]')
    .option('--html', 'write reports/index.html too', false)
    .addOption(language())
    .addOption(output())
    .action(async (drill, options) =>
      end(await (await import('../commands/history.ts')).history(io, drill, options)),
    );

  program
    .command('followup')
    .description('what runs have left to settle; with an issue, decide who, until when and how')
    .argument('[drill]')
    .argument('[issue]', 'as the list names it, e.g. rto-missed or check-failed:orders')
    .addOption(environment())
    .option('--owner <name>', 'who settles it')
    .option('--due <date>', 'until when, e.g. 2027-01-31')
    .option('--ticket <reference>', 'where it is tracked')
    .addOption(
      new Option('--resolution <how>', 'whether the cause or the objective is changed').choices([
        'fix',
        'new-objective',
      ]),
    )
    .option('--comment <text>', 'stands beside it')
    .addOption(output())
    .action(async (drill, issue, options) => {
      const { changeFollowUp, listFollowUps } = await import('../commands/followup.ts');
      end(
        issue === undefined
          ? await listFollowUps(io, drill, options)
          : await changeFollowUp(io, drill, issue, options),
      );
    });

  program
    .command('lesson')
    .description('write down what was learned from a run that has ended; stands in its report')
    .argument('<run>')
    .argument('<text>')
    .action(async (run, text) =>
      end(await (await import('../commands/lesson.ts')).lesson(io, run, text)),
    );
}

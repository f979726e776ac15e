import { type Command, InvalidArgumentError, Option } from 'commander';
import { STANDINGS, type Standing } from '../../core/standing.ts';
import type { Io } from '../io.ts';
import { environment, output } from './command-options.ts';
import type { ExitCode } from './exit-code.ts';

/** `drill due` */
export function addDue(program: Command, io: Io, end: (code: ExitCode) => void): void {
  program
    .command('due')
    .description('which drills are to be rehearsed, and why: by their schedules and what changed')
    .argument('[drill]')
    .addOption(environment())
    .option('--offline', 'look at nothing: what drills exercise is compared with nothing', false)
    .option('--notify', 'tell people of what is overdue, by drills/notifications.yaml', false)
    .addOption(
      new Option('--fail-on <standings>', 'what ends with 1, separated by commas').argParser(
        readStandings,
      ),
    )
    .addOption(output())
    .action(async (drill, options) =>
      end(await (await import('../commands/due.ts')).due(io, drill, options)),
    );
}

function readStandings(text: string): readonly Standing[] {
  return text.split(',').map((name) => {
    const found = STANDINGS.find((one) => one === name.trim());
    if (found) return found;
    throw new InvalidArgumentError(`Known are: ${STANDINGS.join(', ')}.`);
  });
}

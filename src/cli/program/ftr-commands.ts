import { type Command, Option } from 'commander';
import type { Io } from '../io.ts';
import { language, output } from './command-options.ts';
import type { ExitCode } from './exit-code.ts';

/** `drill ftr` and what is below it. */
export function addFtr(program: Command, io: Io, end: (code: ExitCode) => void): void {
  const ftr = program
    .command('ftr')
    .description('which requirements of AWS’s FTR are shown to be met, and what to do next')
    // Else options of a command below would be taken for options of this one.
    .enablePositionalOptions()
    .argument('[id]', 'all about one requirement, e.g. BAR-002')
    .addOption(edition())
    .option('--check', 'exit with 1 unless everything is shown to be met or not to apply', false)
    .addOption(output())
    .action(async (id, options) =>
      end(await (await import('../commands/ftr.ts')).ftr(io, id, options)),
    );
  ftr
    .command('export')
    .description(
      'write the self-assessment as a workbook, with the same as HTML, Markdown and JSON',
    )
    .addOption(edition())
    .addOption(language())
    .option('--out <folder>', 'write it there; into ftr/<day> of the project by default')
    .action(async (options) =>
      end(await (await import('../commands/ftr-export.ts')).exportFtr(io, options)),
    );
}

function edition(): Option {
  return new Option(
    '--edition <id>',
    'of the checklist, instead of the one that drills/attestations.yaml names',
  );
}

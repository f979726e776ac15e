import { type Command, Option } from 'commander';
import { LANGUAGES } from '../../core/translations.ts';
import type { Io } from '../io.ts';
import { output } from './command-options.ts';
import type { ExitCode } from './exit-code.ts';

/** The commands that make a run's record checkable by others. */
export function addEvidence(program: Command, io: Io, end: (code: ExitCode) => void): void {
  addReport(program, io, end);
  program
    .command('verify')
    .description(
      'check that a run’s folder, or a copy of it, is as it was written; needs no network',
    )
    .argument('<run>', 'its name, or the path of a folder')
    .option('--key <path>', 'file of the public key that it has to be signed by')
    .addOption(output())
    .action(async (run, options) =>
      end(await (await import('../commands/verify.ts')).verify(io, run, options)),
    );
  program
    .command('export')
    .description('pack the folder of a run, as it verifies, into one zip for its reviewers')
    .argument('<run>', 'its name, or the path of a folder')
    .option('--out <file>', 'where to, instead of a file here that is named after the report')
    .option('--force', 'write over a file, or an object, that holds something else', false)
    .option('--to <s3://bucket/prefix>', 'upload it to a bucket with object lock, and prove it')
    .option('--env <name>', 'with --to: whose credentials; the run’s environment without it')
    .option('--owner <account>', 'with --to: whose bucket it is; the environment’s without it')
    .option('--retain <duration>', 'with --to: how long it is kept, e.g. 365d')
    .option('--retain-until <day>', 'with --to: the last day on which it is kept')
    .addOption(
      new Option('--mode <mode>', 'with --to: who can delete it before: few, or nobody').choices([
        'governance',
        'compliance',
      ]),
    )
    .addOption(output())
    .action(async (run, options) =>
      end(await (await import('../commands/export.ts')).exportRun(io, run, options)),
    );
  addKeys(program, io, end);
}

function addReport(program: Command, io: Io, end: (code: ExitCode) => void): void {
  const report = program
    .command('report')
    .description('write the report of a run anew from its journal, or a copy in another form')
    .argument('<run>')
    .addOption(new Option('--lang <language>', 'of a copy').choices(LANGUAGES))
    .option('--redact', 'a copy with account ids and e-mail addresses masked', false)
    .option('--out <folder>', 'where the copy is written; copies/<run> by default')
    .action(async (run, options) =>
      end(await (await import('../commands/report.ts')).report(io, run, options)),
    );
  report
    .command('sign-off')
    .description('stand for the record of a run that has ended, or reject it; a person does')
    .argument('<run>')
    .addOption(
      new Option('--decision <decision>', 'what you say of it')
        .choices(['accept', 'accept-with-conditions', 'reject'])
        .makeOptionMandatory(),
    )
    .requiredOption('--role <text>', 'what you sign as, e.g. approver, CTO')
    .option('--name <text>', 'who signs, instead of the name that you are known by')
    .option('--comment <text>', 'the conditions, or why not')
    .option('--key <name>', 'sign it with a key of your own')
    .option('--confirm <report>', 'where no terminal can ask: the id of the report that you read')
    .addOption(output())
    .action(async (run, options) =>
      end(await (await import('../commands/sign-off.ts')).signOff(io, run, options)),
    );
}

function addKeys(program: Command, io: Io, end: (code: ExitCode) => void): void {
  const key = program.command('key').description('the keys that the team signs evidence with');
  const load = () => import('../commands/key.ts');
  key
    .command('new')
    .description('make one: its public half for the project, its private half for this machine')
    .argument('[name]', 'of the key', 'evidence')
    .option('--passphrase', 'encrypt the private half; asks, or takes KUNREN_KEY_PASSPHRASE', false)
    .action(async (name, options) => end(await (await load()).keyNew(io, name, options)));
  key
    .command('add')
    .description('take the public half of the key in KMS that an environment signs with')
    .argument('<name>')
    .requiredOption('--env <name>', 'the environment')
    .action(async (name, options) => end(await (await load()).keyAdd(io, name, options)));
  key
    .command('list')
    .description('list them, with their ids and whether their private half is here')
    .addOption(output())
    .action(async (options) => end(await (await load()).keyList(io, options)));
  key
    .command('retire')
    .description('let nothing count that it signs from now on')
    .argument('<name>')
    .action(async (name) => end(await (await load()).keyRetire(io, name)));
}

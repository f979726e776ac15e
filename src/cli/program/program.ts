import { Command, Option } from 'commander';
import type { Io } from '../io.ts';
import { environment, output, set } from './command-options.ts';
import { addDue } from './due-commands.ts';
import { addEvidence } from './evidence-commands.ts';
import type { ExitCode } from './exit-code.ts';
import { addFtr } from './ftr-commands.ts';
import { addHistory } from './history-commands.ts';
import { addSandbox } from './sandbox-commands.ts';
import { addSchedule } from './schedule-commands.ts';
import { VERSION } from './version.ts';

/** The command line. Each command's code is loaded when it is used. */
export function createProgram(io: Io, end: (code: ExitCode) => void): Command {
  const program = new Command('drill')
    .description(
      'Runs recovery drills on AWS: real restores, measured RTO and RPO, proven clean-up.',
    )
    .version(`kunren ${VERSION}`, '-V, --version')
    .showHelpAfterError('(drill --help lists the commands)')
    .showSuggestionAfterError()
    .configureOutput({
      writeOut: (text) => io.out(text.trimEnd()),
      writeErr: (text) => io.err(text.trimEnd()),
    })
    .exitOverride();

  program
    .command('list')
    .description('list the drills of this project')
    .addOption(output())
    .action(async (options) => end(await (await import('../commands/list.ts')).list(io, options)));

  program
    .command('show')
    .description('show a drill: objectives, checks, and its runbook as text and Mermaid')
    .argument('<drill>')
    .addOption(set())
    .addOption(output())
    .action(async (drill, options) =>
      end(await (await import('../commands/show.ts')).show(io, drill, options)),
    );

  program
    .command('plan')
    .description('show every call a run would make, its IAM actions and resources; changes nothing')
    .argument('<drill>')
    .addOption(environment())
    .addOption(set())
    .option('--live', 'of a real failover of production instead of a rehearsal', false)
    .addOption(output())
    .action(async (drill, options) =>
      end(await (await import('../commands/plan.ts')).plan(io, drill, options)),
    );

  program
    .command('run')
    .description('run a drill')
    .argument('<drill>')
    .addOption(environment())
    .addOption(set())
    .option('--keep', 'leave the restored resources at the end', false)
    .option('--live', 'a real failover of production instead of a rehearsal; asks first', false)
    .option('--tabletop', 'talk it through: every step asks people, and nothing is called', false)
    .option('--confirm <workload>', 'with --live, where no terminal can ask: the workload’s name')
    .addOption(
      new Option('--trigger <kind>', 'why it is run; stands in the report').choices([
        'schedule',
        'change',
        'approval',
      ]),
    )
    .option('--occurrence <instant>', 'with --trigger schedule: the moment of the schedule')
    .option('--junit <file>', 'write the outcome as JUnit XML too, for a CI')
    .option('--reference <text>', 'with --trigger change or approval: of what, e.g. a ticket')
    .addOption(output())
    .action(async (drill, options) =>
      end(await (await import('../commands/run.ts')).run(io, drill, options)),
    );

  program
    .command('resume')
    .description('go on with a run whose process has ended')
    .argument('<run>')
    .addOption(output())
    .action(async (run, options) =>
      end(await (await import('../commands/resume.ts')).resume(io, run, options)),
    );

  program
    .command('abort')
    .description('stop a run, clean up and report')
    .argument('<run>')
    .option('--reason <text>', 'why; stands in the journal')
    .addOption(output())
    .action(async (run, options) =>
      end(await (await import('../commands/abort.ts')).abort(io, run, options)),
    );

  program
    .command('decide')
    .description('answer a run that waits for a decision; without an answer, list what it takes')
    .argument('<run>')
    .argument('[event]')
    .addOption(output())
    .action(async (run, event, options) =>
      end(await (await import('../commands/decide.ts')).decide(io, run, event, options)),
    );

  addPeople(program, io, end);

  program
    .command('watch')
    .description('watch a run from another terminal, live')
    .argument('<run>')
    .addOption(output())
    .action(async (run, options) =>
      end(await (await import('../commands/watch.ts')).watch(io, run, options)),
    );

  program
    .command('runs')
    .description('list the runs in reports/')
    .addOption(output())
    .action(async (options) => end(await (await import('../commands/runs.ts')).runs(io, options)));

  addHistory(program, io, end);

  program
    .command('clean')
    .description('find what runs have left behind; with a run or --all, remove it and prove it')
    .argument('[run]')
    .option('--all', 'clean after every run that has a journal here', false)
    .addOption(environment())
    .action(async (run, options) =>
      end(await (await import('../commands/clean.ts')).clean(io, run, options)),
    );

  addEvidence(program, io, end);

  program
    .command('doctor')
    .description('check this machine, the project, credentials and reachability')
    .addOption(environment())
    .addOption(output())
    .action(async (options) =>
      end(await (await import('../commands/doctor.ts')).doctor(io, options)),
    );

  program
    .command('check')
    .description('check that every runbook and drill loads, resolves and is reachable')
    .action(async () => end(await (await import('../commands/check.ts')).check(io)));

  addDue(program, io, end);
  addSchedule(program, io, end);
  addFtr(program, io, end);
  addSandbox(program, io, end);
  return program;
}

function addPeople(program: Command, io: Io, end: (code: ExitCode) => void): void {
  const load = () => import('../commands/answer.ts');
  program
    .command('tasks')
    .description('what people are asked for by a run, and what to type')
    .argument('<run>')
    .addOption(output())
    .action(async (run, options) =>
      end(await (await import('../commands/tasks.ts')).tasks(io, run, options)),
    );
  program
    .command('answer')
    .description('answer what a run asks a person; the step may be left out where one is open')
    .argument('<run>')
    .argument('[step]')
    .argument('[value]')
    .option('--file <path>', 'a file that is kept with the run')
    .option('--secret', 'the answer is a secret: typed without being shown, or piped in', false)
    .option('--comment <text>', 'stands beside the answer')
    .addOption(output())
    .action(async (run, step, value, options) =>
      end(await (await load()).answer(io, run, step, { ...options, value })),
    );
  program
    .command('approve')
    .description('approve what a run asks approval for')
    .argument('<run>')
    .argument('[step]')
    .option('--comment <text>', 'stands beside the approval')
    .addOption(output())
    .action(async (run, step, options) =>
      end(await (await load()).answer(io, run, step, { ...options, value: 'approve' })),
    );
  program
    .command('decline')
    .description('say no to what a run asks a person')
    .argument('<run>')
    .argument('[step]')
    .option('--comment <text>', 'why')
    .addOption(output())
    .action(async (run, step, options) =>
      end(await (await load()).decline(io, run, step, options)),
    );
  program
    .command('skip')
    .description('leave out what a run asks a person; it is never passed then')
    .argument('<run>')
    .argument('[step]')
    .requiredOption('--reason <text>', 'why')
    .addOption(output())
    .action(async (run, step, options) => end(await (await load()).skip(io, run, step, options)));
  program
    .command('note')
    .description('write something down in the record of a run')
    .argument('<run>')
    .argument('<text>')
    .option('--file <path>', 'a file that is kept with the run')
    .addOption(output())
    .action(async (run, text, options) => end(await (await load()).note(io, run, text, options)));
  program
    .command('people')
    .description('who has practised which role of which runbook, and when')
    .addOption(output())
    .action(async (options) =>
      end(await (await import('../commands/people.ts')).people(io, options)),
    );
}

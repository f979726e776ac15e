import { CommanderError } from 'commander';
import { processIo } from './io.ts';
import { EXIT, type ExitCode } from './program/exit-code.ts';
import { createProgram } from './program/program.ts';
import { reportFailure } from './program/report-failure.ts';

/** Runs one command line. @returns the exit code; nothing here calls `process.exit`. */
export async function main(argv: readonly string[]): Promise<number> {
  const io = processIo();
  let code: ExitCode = EXIT.met;
  const program = createProgram(io, (result) => {
    code = result;
  });
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.met : EXIT.badInput;
    return await reportFailure(io, error);
  }
}

import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { KunrenError } from '../core/failure.ts';
import type { Io } from './io.ts';

/**
 * Reads a secret that is shown nowhere: from the terminal without echo, or all that is piped in.
 * @param of what is asked for, e.g. `the code in the mail`
 * @throws KunrenError `SECRET_NOT_GIVEN` after Ctrl-C or Ctrl-D.
 */
export async function readSecret(io: Io, of: string): Promise<string> {
  const given = io.stdin.isTTY === true ? await typed(io, of) : await text(io.stdin);
  // What is copied out of a mail brings its line end along.
  return given.trim();
}

async function typed(io: Io, of: string): Promise<string> {
  io.err(`Type ${of}, then Enter. It is not shown.`);
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({
    input: io.stdin,
    output: nowhere,
    terminal: true,
    historySize: 0,
  });
  const leave = new AbortController();
  terminal.once('close', () => leave.abort());
  try {
    return await terminal.question('', { signal: leave.signal });
  } catch {
    throw new KunrenError({
      code: 'SECRET_NOT_GIVEN',
      message: 'Nothing was given, and nothing was sent.',
      class: 'input',
    });
  } finally {
    terminal.close();
  }
}

import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { Io } from '../../src/cli/io.ts';
import { readSecret } from '../../src/cli/read-secret.ts';
import { failureFrom } from '../support/activity-context.ts';

/** Where somebody types, or something is piped in. */
function io({ isTTY }: { readonly isTTY: boolean }) {
  const raw: boolean[] = [];
  const stdin = Object.assign(new PassThrough(), {
    isTTY,
    setRawMode: (mode: boolean) => raw.push(mode),
  });
  const stdout = new PassThrough();
  const said: string[] = [];
  const ends: Io = {
    cwd: '/',
    env: {},
    stdin: stdin as unknown as Io['stdin'],
    stdout: stdout as unknown as Io['stdout'],
    out: (line) => said.push(line),
    err: (line) => said.push(line),
    interactive: isTTY,
    color: false,
  };
  return { ends, stdin, stdout, raw, said };
}

describe('a secret', () => {
  it('is typed in a terminal that shows nothing of it, and can be mended', async () => {
    const { ends, stdin, stdout, raw, said } = io({ isTTY: true });
    const given = readSecret(ends, 'the code');
    stdin.write('AB13\u007f2CD\r');
    expect(await given).toBe('AB12CD');
    expect(said).toEqual(['Type the code, then Enter. It is not shown.']);
    expect(stdout.read()).toBeNull();
    expect(raw).toEqual([true, false]);
  });

  it.each(['\u0003', '\u0004'])('is not given after %j', async (key) => {
    const { ends, stdin, raw } = io({ isTTY: true });
    const given = failureFrom(readSecret(ends, 'the code'));
    stdin.write(key);
    expect(await given).toMatchObject({ code: 'SECRET_NOT_GIVEN', class: 'input' });
    expect(raw.at(-1)).toBe(false);
  });

  it('is piped in, its line end left out', async () => {
    const { ends, stdin, said } = io({ isTTY: false });
    stdin.end('AB12CD\n');
    expect(await readSecret(ends, 'the code')).toBe('AB12CD');
    expect(said).toEqual([]);
  });
});

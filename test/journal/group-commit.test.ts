import { describe, expect, it } from 'vitest';
import { type AppendFile, createGroupCommit } from '../../src/journal/group-commit.ts';

/** A file that notes what is done to it; every call waits until the test lets it go. */
class HeldFile implements AppendFile {
  readonly calls: string[] = [];
  readonly #held: (() => void)[] = [];
  answer: (bytes: Buffer) => number = (bytes) => bytes.length;
  fail: { readonly at: 'write' | 'sync'; readonly error: Error } | undefined;

  async write(bytes: Buffer): Promise<{ readonly bytesWritten: number }> {
    const bytesWritten = this.answer(bytes);
    this.calls.push(`write ${bytes.subarray(0, bytesWritten).toString()}`);
    await this.#hold();
    if (this.fail?.at === 'write') throw this.fail.error;
    return { bytesWritten };
  }

  async datasync(): Promise<void> {
    this.calls.push('sync');
    await this.#hold();
    if (this.fail?.at === 'sync') throw this.fail.error;
  }

  #hold(): Promise<void> {
    return new Promise((resolve) => this.#held.push(resolve));
  }

  /** Lets the call go that is under way, and all that follow from it begin. */
  async step(): Promise<void> {
    await turn();
    this.#held.shift()?.();
    await turn();
  }
}

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

function diskError(code: string): Error {
  return Object.assign(new Error(`${code}: it failed`), { code });
}

describe('a group commit', () => {
  it('resolves only after write and sync, in this order', async () => {
    const file = new HeldFile();
    const commit = createGroupCommit(file, 'j');
    let done = false;
    commit.add('a');
    const durable = commit.durable().then(() => {
      done = true;
    });
    await file.step();
    expect(file.calls).toEqual(['write a', 'sync']);
    expect(done).toBe(false);
    await file.step();
    await durable;
    expect(done).toBe(true);
  });

  it('writes what is added together at once, and lets those who wait share one sync', async () => {
    const file = new HeldFile();
    const commit = createGroupCommit(file, 'j');
    commit.add('a');
    const first = commit.durable();
    await file.step();
    expect(file.calls).toEqual(['write a', 'sync']);
    commit.add('b');
    const second = commit.durable();
    commit.add('c');
    const third = commit.durable();
    await file.step();
    await first;
    await file.step();
    await file.step();
    await Promise.all([second, third]);
    expect(file.calls).toEqual(['write a', 'sync', 'write bc', 'sync']);
  });

  it('does not count a sync that began before the text was written', async () => {
    const file = new HeldFile();
    const commit = createGroupCommit(file, 'j');
    commit.add('a');
    const first = commit.durable();
    await file.step();
    commit.add('b');
    let secondDone = false;
    const second = commit.durable().then(() => {
      secondDone = true;
    });
    await file.step();
    await first;
    expect(secondDone).toBe(false);
    await file.step();
    await file.step();
    await second;
  });

  it('writes what nobody waits for, without a sync', async () => {
    const file = new HeldFile();
    const commit = createGroupCommit(file, 'j');
    commit.add('a');
    await file.step();
    expect(file.calls).toEqual(['write a']);
    const durable = commit.durable();
    await file.step();
    await durable;
    expect(file.calls).toEqual(['write a', 'sync']);
    await commit.durable();
    expect(file.calls).toEqual(['write a', 'sync']);
  });

  it('goes on after a short write where it stopped', async () => {
    const file = new HeldFile();
    file.answer = (bytes) => Math.min(2, bytes.length);
    const commit = createGroupCommit(file, 'j');
    commit.add('abcde');
    const durable = commit.durable();
    for (let n = 0; n < 4; n += 1) await file.step();
    await durable;
    expect(file.calls).toEqual(['write ab', 'write cd', 'write e', 'sync']);
  });

  it.each([
    ['write', 'ENOSPC'],
    ['write', 'EACCES'],
    ['sync', 'EIO'],
  ] as const)('is broken for good by a failed %s (%s), and never tries again', async (at, code) => {
    const file = new HeldFile();
    file.fail = { at, error: diskError(code) };
    const commit = createGroupCommit(file, '/runs/r1/journal.ndjson');
    commit.add('a');
    const waiting = expect(commit.durable()).rejects.toMatchObject({
      code: 'JOURNAL_BROKEN',
      failure: { class: 'environment', retryable: false, details: { cause: code } },
      cause: file.fail.error,
    });
    await file.step();
    await file.step();
    await waiting;
    const calls = file.calls.length;
    file.fail = undefined;
    await expect(commit.durable()).rejects.toMatchObject({ code: 'JOURNAL_BROKEN' });
    expect(() => commit.add('b')).toThrow(
      expect.objectContaining({ code: 'JOURNAL_BROKEN' }) as Error,
    );
    await file.step();
    expect(file.calls.length).toBe(calls);
  });

  it('rejects those too who came while the failing call was under way', async () => {
    const file = new HeldFile();
    file.fail = { at: 'sync', error: diskError('EIO') };
    const commit = createGroupCommit(file, 'j');
    commit.add('a');
    const first = expect(commit.durable()).rejects.toMatchObject({ code: 'JOURNAL_BROKEN' });
    await file.step();
    commit.add('b');
    const second = expect(commit.durable()).rejects.toMatchObject({ code: 'JOURNAL_BROKEN' });
    await file.step();
    await Promise.all([first, second]);
  });

  it('is broken by a system that writes nothing', async () => {
    const file = new HeldFile();
    file.answer = () => 0;
    const commit = createGroupCommit(file, 'j');
    commit.add('a');
    const waiting = expect(commit.durable()).rejects.toMatchObject({ code: 'JOURNAL_BROKEN' });
    await file.step();
    await waiting;
  });
});

import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../src/cli/system-clock.ts';
import type { OperatorCommand } from '../../src/core/record.ts';
import {
  type CommandReply,
  type PostedCommand,
  postCommand,
  watchInbox,
} from '../../src/journal/inbox.ts';
import { eventually, tempFolder } from './support.ts';

type Handler = Parameters<typeof watchInbox>[1];

function serve(folder: string, handler: Handler) {
  const stop = new AbortController();
  const options = { clock: systemClock, signal: stop.signal, pollMs: 20 };
  const done = watchInbox(folder, handler, options);
  onTestFinished(async () => {
    stop.abort();
    await done;
  });
  return { done, stop: () => stop.abort() };
}

function post(folder: string, command: OperatorCommand, id = 'c1', timeoutMs = 30_000) {
  return postCommand(folder, command, 'aiko', { clock: systemClock, id, timeoutMs, pollMs: 20 });
}

const inbox = (folder: string) => join(folder, 'inbox');
const put = (folder: string, name: string, text: string) => {
  mkdirSync(inbox(folder), { recursive: true });
  writeFileSync(join(inbox(folder), name), text);
};
const replyTo = async (folder: string, id: string): Promise<CommandReply> => {
  const path = join(inbox(folder), `${id}.reply.json`);
  await eventually(() => existsSync(path));
  return JSON.parse(readFileSync(path, 'utf8')) as CommandReply;
};
const abort: OperatorCommand = { type: 'abort', reason: 'wrong account' };

describe('a command in the inbox', () => {
  it('reaches the handler, and the reply comes back', async () => {
    const folder = tempFolder();
    const heard: PostedCommand[] = [];
    serve(folder, (posted) => {
      heard.push(posted);
      return { accepted: true };
    });
    expect(await post(folder, abort)).toEqual({ accepted: true });
    expect(heard).toEqual([
      {
        command: abort,
        by: 'aiko',
        at: expect.stringMatching(/Z$/) as string,
        expires: expect.stringMatching(/Z$/) as string,
      },
    ]);
    expect(readdirSync(inbox(folder))).toEqual([]);
  });

  it('carries what a runbook event needs', async () => {
    const folder = tempFolder();
    const command: OperatorCommand = { type: 'send', event: 'declare', data: { note: 'go' } };
    serve(folder, ({ command: got }) => ({ accepted: false, reason: JSON.stringify(got) }));
    expect(await post(folder, command)).toEqual({
      accepted: false,
      reason: JSON.stringify(command),
    });
  });

  it('brings its file with it, byte for byte', async () => {
    const folder = tempFolder();
    const content = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
    const command: OperatorCommand = {
      type: 'note',
      text: 'seen',
      file: { name: 'screen.png', sha256: 'a'.repeat(64), bytes: content.length },
    };
    const brought: unknown[] = [];
    serve(folder, (_, bytes) => {
      brought.push(bytes);
      return { accepted: true };
    });
    const options = { clock: systemClock, id: 'c1', timeoutMs: 30_000, pollMs: 20 };
    await postCommand(folder, command, 'aiko', { ...options, content });
    expect(await post(folder, abort, 'c2')).toEqual({ accepted: true });
    expect(brought).toEqual([content, undefined]);
    expect(readdirSync(inbox(folder))).toEqual([]);
  });

  it('that was there before the run was driven is handled', async () => {
    const folder = tempFolder();
    const reply = post(folder, abort);
    await eventually(() => existsSync(join(inbox(folder), 'c1.json')));
    serve(folder, () => ({ accepted: true }));
    expect(await reply).toEqual({ accepted: true });
  });

  it('that holds a secret can be read by its owner only, and is gone when it was read', async () => {
    const folder = tempFolder();
    const secret: OperatorCommand = { type: 'answer', task: 'code', secret: 'AB12CD' };
    const reply = post(folder, secret);
    const path = join(inbox(folder), 'c1.json');
    await eventually(() => existsSync(path));
    expect(statSync(path).mode & 0o777).toBe(0o600);
    let whileHandled: unknown;
    serve(folder, ({ command }) => {
      whileHandled = command;
      return { accepted: true };
    });
    expect(await reply).toEqual({ accepted: true });
    expect(whileHandled).toEqual(secret);
    expect(readdirSync(inbox(folder))).toEqual([]);
  });

  it('is taken back by whoever stops waiting for the reply', async () => {
    const folder = tempFolder();
    const secret: OperatorCommand = { type: 'answer', task: 'code', secret: 'AB12CD' };
    expect(await post(folder, secret, 'late', 30)).toBeUndefined();
    expect(readdirSync(inbox(folder))).toEqual([]);
  });

  it('whose time is over is not carried out, and does not stay', async () => {
    const folder = tempFolder();
    const past = '2026-11-24T01:00:00.000Z';
    put(
      folder,
      'late.json',
      JSON.stringify({ command: abort, by: 'aiko', at: past, expires: past }),
    );
    const heard: PostedCommand[] = [];
    serve(folder, (posted) => {
      heard.push(posted);
      return { accepted: true };
    });
    expect(await replyTo(folder, 'late')).toMatchObject({
      accepted: false,
      reason: expect.stringContaining('expired') as string,
    });
    expect(existsSync(join(inbox(folder), 'late.json'))).toBe(false);
    expect(heard).toEqual([]);
  });

  it('is handled once and answered each, when several come together', async () => {
    const folder = tempFolder();
    let handled = 0;
    serve(folder, async () => {
      handled += 1;
      await systemClock.sleep(1);
      return { accepted: true, reason: String(handled) };
    });
    const ids = Array.from({ length: 10 }, (_, n) => `c${n}`);
    const replies = await Promise.all(ids.map((id) => post(folder, abort, id)));
    expect(new Set(replies.map((reply) => reply?.reason)).size).toBe(10);
    expect(handled).toBe(10);
  });

  it('whose handler fails is refused with the reason', async () => {
    const folder = tempFolder();
    serve(folder, () => {
      throw new Error('The run has ended.');
    });
    expect(await post(folder, abort)).toEqual({ accepted: false, reason: 'The run has ended.' });
    expect(await post(folder, abort, 'c2')).toMatchObject({ accepted: false });
  });
});

describe('a file that is no command', () => {
  const expires = '2999-01-01T00:00:00.000Z';
  const file = { name: '/../../drills/it.yaml', sha256: 'a'.repeat(64), bytes: 2 };
  const outside = { type: 'note', text: 'see', file };
  const envelope = { by: 'aiko', at: '2026-11-24T01:00:00.000Z', expires };
  it.each([
    ['no JSON', 'hello'],
    ['nothing', ''],
    ['a list', '[]'],
    ['no sender', JSON.stringify({ command: abort, at: envelope.at, expires })],
    ['no end', JSON.stringify({ command: abort, by: 'aiko', at: envelope.at })],
    ['an unknown command', JSON.stringify({ ...envelope, command: { type: 'format-disk' } })],
    ['a file that would lie elsewhere', JSON.stringify({ ...envelope, command: outside })],
    ['an event without a name', JSON.stringify({ ...envelope, command: { type: 'send' } })],
  ])('(%s) is refused and removed, and the next one is heard', async (_, text) => {
    const folder = tempFolder();
    put(folder, 'odd.json', text);
    serve(folder, () => ({ accepted: true }));
    expect(await replyTo(folder, 'odd')).toEqual({
      accepted: false,
      reason: 'The file is not an operator command.',
    });
    expect(await post(folder, abort)).toEqual({ accepted: true });
    expect(existsSync(join(inbox(folder), 'odd.json'))).toBe(false);
  });

  it('because it is a folder is refused once and left', async () => {
    const folder = tempFolder();
    mkdirSync(join(inbox(folder), 'odd.json', 'deep'), { recursive: true });
    serve(folder, () => ({ accepted: true }));
    expect(await replyTo(folder, 'odd')).toMatchObject({ accepted: false });
    expect(await post(folder, abort)).toEqual({ accepted: true });
  });
});

describe('posting', () => {
  it('never leaves the inbox by its id', async () => {
    for (const id of ['../up', 'a/b', '', '.hidden', 'x'.repeat(65)]) {
      await expect(post(tempFolder(), abort, id)).rejects.toMatchObject({
        code: 'COMMAND_ID_INVALID',
      });
    }
  });

  it('to a run that is not there makes nothing', async () => {
    const folder = join(tempFolder(), 'no-such-run');
    await expect(post(folder, abort)).rejects.toMatchObject({ code: 'JOURNAL_MISSING' });
    expect(existsSync(folder)).toBe(false);
  });
});

describe('watching', () => {
  it('ends with its signal', async () => {
    const { done, stop } = serve(tempFolder(), () => ({ accepted: true }));
    stop();
    await done;
  });
});

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../src/cli/system-clock.ts';
import {
  type Channel,
  type ChannelTarget,
  NOTICE_EVENTS,
  type Notice,
} from '../../src/core/notification.ts';
import { Notifier, type NotifierOptions } from '../../src/notify/notifier.ts';

const NOTICE: Notice = {
  event: 'verdict',
  drill: 'restore-rds',
  run: 'restore-rds-20261124-010000-k7mq',
  title: 'Restore orders: met',
  lines: ['RTO 31 min of 1 h (met)', 'drill verify last'],
};

function channel(target: ChannelTarget, more: Partial<Channel> = {}): Channel {
  return { name: 'team', target, events: NOTICE_EVENTS, drills: ['*'], ...more };
}

/** Pauses are over at once; a limit is never reached. */
const IMPATIENT = {
  ...systemClock,
  sleep: (ms: number, signal?: AbortSignal) =>
    systemClock.sleep(ms === 15_000 || ms === 20_000 ? ms : 0, signal),
};

function notifier(channels: readonly Channel[], more: Partial<NotifierOptions> = {}) {
  const failures: string[] = [];
  const open = new Notifier({
    channels,
    env: {},
    clock: IMPATIENT,
    publish: async () => undefined,
    redact: (text) => text.replaceAll('hunter2-hunter2', '[redacted]'),
    onFailure: (line) => failures.push(line),
    ...more,
  });
  return { open, failures };
}

async function webhook(statuses: readonly number[]) {
  const bodies: string[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const part of request) body += String(part);
    response.writeHead(statuses[bodies.length] ?? 200).end();
    bodies.push(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  return { bodies, url: `http://127.0.0.1:${port}/services/T0/B0/secret-part` };
}

const HOOK = { kind: 'webhook', urlEnv: 'HOOK_URL' } as const;

describe('a notice', () => {
  it('goes to a webhook as Slack takes it, without a secret and without a mention', async () => {
    const { bodies, url } = await webhook([]);
    const { open, failures } = notifier([channel(HOOK)], { env: { HOOK_URL: url } });
    open.notify({ ...NOTICE, title: 'hunter2-hunter2 <!channel>\u0007' });
    await open.close(20_000);
    expect(failures).toEqual([]);
    expect(bodies.map((body) => JSON.parse(body))).toEqual([
      { text: '[redacted] &lt;!channel&gt;\nRTO 31 min of 1 h (met)\ndrill verify last' },
    ]);
  });

  it('is tried again while the webhook has trouble', async () => {
    const { bodies, url } = await webhook([503, 429]);
    const { open, failures } = notifier([channel(HOOK)], { env: { HOOK_URL: url } });
    open.notify(NOTICE);
    await open.close(20_000);
    expect(bodies).toHaveLength(3);
    expect(failures).toEqual([]);
  });

  it('is given up where another try would fail as well, and the secret URL is not told', async () => {
    const { bodies, url } = await webhook([404]);
    const { open, failures } = notifier([channel(HOOK)], { env: { HOOK_URL: url } });
    open.notify(NOTICE);
    await open.close(20_000);
    expect(bodies).toHaveLength(1);
    expect(failures).toEqual([
      'notification team (verdict) was not delivered: the webhook of HOOK_URL answers 404',
    ]);
  });

  it.each([
    [{}, 'the environment variable HOOK_URL is not set'],
    [{ HOOK_URL: 'secret-part' }, 'HOOK_URL holds no http(s) URL'],
    [{ HOOK_URL: 'http://127.0.0.1:1/secret-part' }, 'the webhook of HOOK_URL cannot be reached'],
  ])('names the variable and not its value: %j', async (env, reason) => {
    const { open, failures } = notifier([channel(HOOK)], { env });
    open.notify(NOTICE);
    await open.close(20_000);
    expect(failures[0]).toContain(reason);
    expect(failures[0]).not.toContain('secret-part');
  });

  it('goes only where its kind and its drill are wanted', async () => {
    const { bodies, url } = await webhook([]);
    const { open } = notifier(
      [
        channel(HOOK, { drills: ['failover-*'] }),
        channel(HOOK, { name: 'other', events: ['needs-you'] }),
        channel(HOOK, { name: 'third', drills: ['restore-*'], events: ['verdict'] }),
      ],
      { env: { HOOK_URL: url } },
    );
    open.notify(NOTICE);
    await open.close(20_000);
    expect(bodies).toHaveLength(1);
  });

  it('does not wait for a channel that is stuck, and the others get theirs', async () => {
    const { bodies, url } = await webhook([]);
    const stuck = { kind: 'sns', topicArn: 'arn:aws:sns:ap-northeast-1:111122223333:t' } as const;
    const { open, failures } = notifier([channel(stuck, { name: 'stuck' }), channel(HOOK)], {
      env: { HOOK_URL: url },
      publish: () => new Promise(() => undefined),
    });
    open.notify(NOTICE);
    await expect.poll(() => bodies.length).toBe(1);
    await open.close(0);
    expect(failures).toEqual(['notification stuck (verdict) was not delivered: it took too long']);
  });

  it('keeps its order in a channel', async () => {
    const { bodies, url } = await webhook([500]);
    const { open } = notifier([channel(HOOK)], { env: { HOOK_URL: url } });
    open.notify({ ...NOTICE, title: 'first', lines: [] });
    open.notify({ ...NOTICE, title: 'second', lines: [] });
    await open.close(20_000);
    expect(bodies.map((body) => JSON.parse(body).text)).toEqual(['first', 'first', 'second']);
  });

  it('is given to a program as JSON, with no shell in between', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'kunren-notify-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const file = join(folder, 'got.json');
    const script = "process.stdin.pipe(require('node:fs').createWriteStream(process.argv[1]))";
    const argv = [process.execPath, '-e', script, file, '$(touch x)'];
    const { open, failures } = notifier([channel({ kind: 'command', argv, timeoutMs: 20_000 })]);
    open.notify(NOTICE);
    await open.close(20_000);
    expect(failures).toEqual([]);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
      event: 'verdict',
      run: NOTICE.run,
      text: 'Restore orders: met\nRTO 31 min of 1 h (met)\ndrill verify last',
    });
  });

  it('tells of a program that is not there, or that fails', async () => {
    const target = (argv: readonly string[]) =>
      ({ kind: 'command', argv, timeoutMs: 20_000 }) as const;
    const { open, failures } = notifier([
      channel(target(['/does/not/exist'])),
      channel(target([process.execPath, '-e', 'process.exit(3)']), { name: 'failing' }),
    ]);
    open.notify(NOTICE);
    await open.close(20_000);
    expect(failures.toSorted()).toEqual([
      expect.stringMatching(/^notification failing .*ended with 3$/),
      expect.stringMatching(/^notification team .*\/does\/not\/exist.*ENOENT/),
    ]);
  });

  it('is a plain mail by SMTP', async () => {
    const { port, mails } = await mailServer();
    const smtp: ChannelTarget = {
      kind: 'smtp',
      host: '127.0.0.1',
      port,
      secure: false,
      from: 'drill@example.com',
      to: ['a@example.com', 'b@example.com'],
    };
    const { open, failures } = notifier([channel(smtp)]);
    open.notify({ ...NOTICE, title: 'Restore orders: met\r\nBcc: evil@example.com' });
    await open.close(20_000);
    expect(failures).toEqual([]);
    expect(mails).toHaveLength(1);
    expect(mails[0]).toContain('RCPT TO:<b@example.com>');
    expect(mails[0]).toMatch(/^Subject: Restore orders: met Bcc: evil@example\.com$/m);
    expect(mails[0]).not.toMatch(/^Bcc:/m);
    expect(mails[0]).toContain('RTO 31 min of 1 h (met)');
  });
});

/** The few words of SMTP that a mail needs. */
async function mailServer() {
  const mails: string[] = [];
  const server = createTcpServer((socket) => {
    let heard = '';
    let isData = false;
    socket.setEncoding('utf8');
    socket.on('error', () => undefined);
    socket.write('220 test\r\n');
    socket.on('data', (text: string) => {
      for (const line of text.split('\r\n').slice(0, -1)) {
        heard += `${line}\n`;
        if (isData) {
          if (line !== '.') continue;
          isData = false;
          mails.push(heard);
          socket.write('250 taken\r\n');
        } else if (line === 'DATA') {
          isData = true;
          socket.write('354 go on\r\n');
        } else if (line === 'QUIT') socket.end('221 bye\r\n');
        else socket.write('250 ok\r\n');
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return { port: (server.address() as AddressInfo).port, mails };
}

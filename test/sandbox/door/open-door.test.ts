import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Endpoint } from '../../../src/sandbox/database-host.ts';
import { type Door, openDoor } from '../../../src/sandbox/door/open-door.ts';

const MEGABYTE = 1_000_000;

describe('a door', () => {
  it('passes bytes on in both directions', async () => {
    const door = await openTestDoor();
    door.leadTo(await serve((socket) => socket.pipe(socket)));
    const sent = 'x'.repeat(MEGABYTE);

    const client = enter(door);
    client.end(sent);

    expect(await text(client)).toBe(sent);
  });

  it('keeps one direction open when the other has ended', async () => {
    const door = await openTestDoor();
    // Answers only when it knows the whole question.
    const server = async (socket: Socket) => socket.end(`heard: ${await text(socket)}`);
    door.leadTo(await serve((socket) => void server(socket)));

    const client = enter(door);
    client.end('question');

    expect(await text(client)).toBe('heard: question');
  });

  it('does not take more from one side than the other accepts', async () => {
    const door = await openTestDoor();
    const size = 64 * MEGABYTE;
    let sent = 0;
    function* chunks() {
      for (; sent < size; sent += MEGABYTE / 10) yield Buffer.alloc(MEGABYTE / 10);
    }
    door.leadTo(await serve((socket) => Readable.from(chunks()).pipe(socket)));

    const client = enter(door);
    client.pause();

    // What buffers hold, and no more.
    expect(await steady(() => sent)).toBeLessThan(size);
    client.resume();
    let received = 0;
    for await (const chunk of client) received += chunk.length;
    expect(received).toBe(size);
  });

  it('cuts what is open when it leads elsewhere, and lets new ones in there', async () => {
    const door = await openTestDoor();
    const first = await serve((socket) => socket.write('first'));
    const second = await serve((socket) => socket.write('second'));
    door.leadTo(first);
    const client = enter(door);
    expect(await heard(client)).toBe('first');

    door.leadTo({ ...first });
    client.write('still there');
    expect(client.closed).toBe(false);
    door.leadTo(second);

    expect(await ending(client)).toBe('ECONNRESET');
    expect(await heard(enter(door))).toBe('second');
  });

  it('lets nobody through while it leads nowhere', async () => {
    const door = await openTestDoor();
    const goal = await serve((socket) => socket.write('hello'));

    expect(await ending(enter(door))).toBe('ECONNRESET');
    door.leadTo(goal);
    const client = enter(door);
    expect(await heard(client)).toBe('hello');
    door.leadTo(undefined);

    expect(await ending(client)).toBe('ECONNRESET');
    expect(await ending(enter(door))).toBe('ECONNRESET');
  });

  it('tells a client that the server behind it is gone, and the server that the client is', async () => {
    const door = await openTestDoor();
    const sockets: Socket[] = [];
    door.leadTo(
      await serve((socket) => {
        sockets.push(socket);
        socket.write('hello');
      }),
    );

    const left = enter(door);
    await heard(left);
    left.resetAndDestroy();
    await vi.waitUntil(() => sockets[0]?.closed);

    const cut = enter(door);
    await heard(cut);
    sockets[1]?.resetAndDestroy();
    expect(await ending(cut)).toBe('ECONNRESET');

    door.leadTo({ host: '127.0.0.1', port: await unusedPort() });
    expect(await ending(enter(door))).toBe('ECONNRESET');
  });

  it('refuses a port that is taken', async () => {
    const door = await openTestDoor();

    await expect(openDoor({ port: door.address.port, log: () => undefined })).rejects.toThrow(
      expect.objectContaining({ code: 'EADDRINUSE' }),
    );
  });

  it('gives its port up when it is closed, with connections open', async () => {
    const door = await openTestDoor();
    door.leadTo(await serve((socket) => socket.write('hello')));
    const client = enter(door);
    await heard(client);

    const ended = ending(client);
    await door.close();
    await door.close();

    expect(await ended).toBe('ECONNRESET');
    expect(await ending(enter(door))).toBe('ECONNREFUSED');
    const next = await openTestDoor(door.address.port);
    expect(next.address).toEqual(door.address);
  });

  it('says in the log where it leads', async () => {
    const lines: string[] = [];
    const door = await openDoor({ log: (line) => lines.push(line) });
    onTestFinished(() => door.close());

    door.leadTo({ host: '127.0.0.1', port: 5432 });
    door.leadTo(undefined);

    const { port } = door.address;
    expect(lines).toEqual([
      `The door at port ${port} leads to port 5432.`,
      `The door at port ${port} leads nowhere.`,
    ]);
  });
});

async function openTestDoor(port?: number): Promise<Door> {
  const door = await openDoor({ ...(port !== undefined && { port }), log: () => undefined });
  onTestFinished(() => door.close());
  return door;
}

async function serve(onConnection: (socket: Socket) => void): Promise<Endpoint> {
  const sockets: Socket[] = [];
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on('error', () => undefined);
    sockets.push(socket);
    onConnection(socket);
  });
  server.listen({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { host: '127.0.0.1', port: (server.address() as AddressInfo).port };
}

async function unusedPort(): Promise<number> {
  const server = createServer().listen({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

function enter(door: Door): Socket {
  const socket = connect({ ...door.address });
  socket.on('error', () => undefined);
  onTestFinished(() => {
    socket.destroy();
  });
  return socket;
}

async function heard(socket: Socket): Promise<string> {
  const [chunk] = await once(socket, 'data');
  return String(chunk);
}

/** Code of the error that a connection ended with. */
async function ending(socket: Socket): Promise<string | undefined> {
  if (!socket.closed) await new Promise((resolve) => socket.once('close', resolve));
  return (socket.errored as NodeJS.ErrnoException | null)?.code;
}

/** A figure once it stands still. */
async function steady(look: () => number): Promise<number> {
  let last = 0;
  await vi.waitUntil(
    () => {
      const before = last;
      last = look();
      return last > 0 && last === before;
    },
    { timeout: 10_000, interval: 200 },
  );
  return last;
}

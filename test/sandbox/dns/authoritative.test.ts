import { execFile } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { type DecodedPacket, decode, encode } from 'dns-packet';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { KunrenError } from '../../../src/core/failure.ts';
import { startAuthoritative } from '../../../src/sandbox/dns/authoritative.ts';
import {
  A,
  asked,
  closing,
  nodeResolver,
  overTcp,
  overUdp,
  query,
  startServer,
  Zones,
  zoneOf,
} from './dns-harness.ts';

const run = promisify(execFile);
const hasDig = (process.env['PATH'] ?? '')
  .split(delimiter)
  .some((folder) => existsSync(join(folder, 'dig')));

test('records of every type are answered with their TTL, to a resolver library too', async () => {
  const zones = new Zones(
    zoneOf(
      'a.example.',
      { ...A('a.example.', ''), values: ['192.0.2.1', '192.0.2.2'] },
      { name: 'a.example.', type: 'AAAA', ttl: 6, values: ['2001:db8::1'] },
      { name: 'a.example.', type: 'MX', ttl: 7, values: ['10 mail.a.example'] },
      { name: 'a.example.', type: 'TXT', ttl: 8, values: ['"one" "t\\"wo"', '"three"'] },
    ),
  );
  const server = await startServer(zones);
  const resolver = nodeResolver(server);
  expect(await resolver.resolve4('A.example', { ttl: true })).toEqual([
    { address: '192.0.2.1', ttl: 5 },
    { address: '192.0.2.2', ttl: 5 },
  ]);
  expect(await resolver.resolve6('a.example', { ttl: true })).toEqual([
    { address: '2001:db8::1', ttl: 6 },
  ]);
  expect(await resolver.resolveMx('a.example')).toMatchObject([
    { priority: 10, exchange: 'mail.a.example' },
  ]);
  expect(await resolver.resolveTxt('a.example')).toEqual([['one', 't"wo'], ['three']]);
  expect(await resolver.resolveNs('a.example')).toEqual(['ns-1.awsdns-01.com']);
  expect(await resolver.resolveSoa('a.example')).toMatchObject({
    nsname: 'ns-1.awsdns-01.com',
    serial: 1,
    minttl: 86_400,
  });
  expect(await asked(server, 'a.example')).toEqual({
    rcode: 'NOERROR',
    aa: true,
    answers: ['a.example 5 A 192.0.2.1', 'a.example 5 A 192.0.2.2'],
    authority: [],
  });
});

test('what is not there is told by the zone, and a foreign name is refused', async () => {
  const server = await startServer(
    new Zones(zoneOf('a.example.', A('x.y.a.example.', '192.0.2.1'))),
  );
  expect(await asked(server, 'n.a.example')).toEqual({
    rcode: 'NXDOMAIN',
    aa: true,
    answers: [],
    authority: ['a.example SOA'],
  });
  // There is something below the second one, so there is such a name.
  for (const [name, type] of [
    ['x.y.a.example', 'TXT'],
    ['y.a.example', 'A'],
    ['x.y.a.example', 'SRV'],
  ] as const) {
    expect(await asked(server, name, type)).toMatchObject({
      rcode: 'NOERROR',
      answers: [],
      authority: ['a.example SOA'],
    });
  }
  expect(await asked(server, 'b.example')).toMatchObject({ rcode: 'REFUSED', aa: false });
  expect(await asked(server, 'xa.example')).toMatchObject({ rcode: 'REFUSED' });
  const resolver = nodeResolver(server);
  await expect(resolver.resolve4('n.a.example')).rejects.toMatchObject({ code: 'ENOTFOUND' });
  await expect(resolver.resolveTxt('y.a.example')).rejects.toMatchObject({ code: 'ENODATA' });
  await expect(resolver.resolve4('b.example')).rejects.toMatchObject({ code: 'EREFUSED' });
});

test('a CNAME is followed within the zones, and no further', async () => {
  const cname = (name: string, value: string) =>
    ({ name, type: 'CNAME', ttl: 60, values: [value] }) as const;
  const zones = new Zones(
    zoneOf(
      'a.example.',
      cname('www.a.example.', 'B.example'),
      cname('out.a.example.', 'c.example'),
      cname('gone.a.example.', 'n.a.example.'),
      cname('one.a.example.', 'two.a.example.'),
      cname('two.a.example.', 'one.a.example.'),
    ),
    zoneOf('b.example.', A('b.example.', '192.0.2.2')),
  );
  const server = await startServer(zones);
  expect(await asked(server, 'www.a.example')).toMatchObject({
    rcode: 'NOERROR',
    aa: true,
    answers: ['www.a.example 60 CNAME B.example', 'b.example 5 A 192.0.2.2'],
  });
  expect(await nodeResolver(server).resolve4('www.a.example')).toEqual(['192.0.2.2']);
  expect(await asked(server, 'www.a.example', 'CNAME')).toMatchObject({
    answers: ['www.a.example 60 CNAME B.example'],
  });
  expect(await asked(server, 'out.a.example')).toEqual({
    rcode: 'NOERROR',
    aa: true,
    answers: ['out.a.example 60 CNAME c.example'],
    authority: [],
  });
  expect(await asked(server, 'gone.a.example')).toMatchObject({
    rcode: 'NXDOMAIN',
    answers: ['gone.a.example 60 CNAME n.a.example'],
    authority: ['a.example SOA'],
  });
  expect(await asked(server, 'one.a.example')).toMatchObject({ rcode: 'SERVFAIL', answers: [] });
});

test('a star stands for every name that is not there, and a delegation leads away', async () => {
  const zones = new Zones(
    zoneOf('a.example.', A('*.a.example.', '192.0.2.1'), A('x.there.a.example.', '192.0.2.2'), {
      name: 'sub.a.example.',
      type: 'NS',
      ttl: 60,
      values: ['ns.b.example.'],
    }),
    zoneOf('deep.a.example.', A('deep.a.example.', '192.0.2.3')),
  );
  const server = await startServer(zones);
  expect(await asked(server, 'any.a.example')).toMatchObject({
    answers: ['any.a.example 5 A 192.0.2.1'],
  });
  expect(await asked(server, 'two.labels.a.example')).toMatchObject({
    answers: ['two.labels.a.example 5 A 192.0.2.1'],
  });
  expect(await asked(server, 'there.a.example')).toMatchObject({ rcode: 'NOERROR', answers: [] });
  expect(await asked(server, 'n.there.a.example')).toMatchObject({ rcode: 'NXDOMAIN' });
  expect(await asked(server, 'x.sub.a.example')).toEqual({
    rcode: 'NOERROR',
    aa: false,
    answers: [],
    authority: ['sub.a.example NS'],
  });
  // The closest zone answers.
  expect(await asked(server, 'deep.a.example')).toMatchObject({
    answers: ['deep.a.example 5 A 192.0.2.3'],
  });
});

test('traffic goes to the primary while it is healthy, then to the secondary, and to the primary when all is lost', async () => {
  const zones = new Zones(
    zoneOf(
      'a.example.',
      A('x.a.example.', '192.0.2.1', { setId: 'p', failover: 'PRIMARY', healthCheck: 'one' }),
      A('x.a.example.', '192.0.2.2', { setId: 's', failover: 'SECONDARY', healthCheck: 'two' }),
      A('y.a.example.', '192.0.2.1', { setId: 'p', failover: 'PRIMARY', healthCheck: 'one' }),
      A('y.a.example.', '192.0.2.2', { setId: 's', failover: 'SECONDARY' }),
    ),
  );
  const server = await startServer(zones);
  const where = async (name: string) => (await nodeResolver(server).resolve4(name))[0];
  expect(await where('x.a.example')).toBe('192.0.2.1');
  zones.sick.add('one');
  expect(await where('x.a.example')).toBe('192.0.2.2');
  expect(await where('y.a.example')).toBe('192.0.2.2');
  zones.sick.add('two');
  expect(await where('x.a.example')).toBe('192.0.2.1');
  zones.sick.delete('one');
  expect(await where('x.a.example')).toBe('192.0.2.1');
});

test('weights share out the answers among those that are healthy', async () => {
  const part = (setId: string, weight: number) =>
    A('x.a.example.', `192.0.2.${setId}`, { setId, weight, healthCheck: setId });
  const zones = new Zones(zoneOf('a.example.', part('1', 1), part('2', 3), part('3', 0)));
  let dice = 0;
  const server = await startServer(zones, () => dice);
  const chosen = async (number: number) => {
    dice = number;
    return (await asked(server, 'x.a.example')).answers[0]?.at(-1);
  };
  expect(await chosen(0)).toBe('1');
  expect(await chosen(0.24)).toBe('1');
  expect(await chosen(0.26)).toBe('2');
  expect(await chosen(0.999)).toBe('2');
  zones.sick.add('1');
  expect(await chosen(0)).toBe('2');
  zones.sick.add('2');
  expect(await chosen(0)).toBe('3');
  zones.sick.add('3');
  expect(await chosen(0)).toBe('1');
});

test('an answer that is too long for UDP says so and comes over TCP', async () => {
  const values = Array.from({ length: 60 }, (_, index) => `192.0.2.${index}`);
  const zones = new Zones(zoneOf('a.example.', { ...A('a.example.', ''), values }));
  const server = await startServer(zones);
  const cut = decode(await overUdp(server, query('a.example')));
  expect(cut.flag_tc).toBe(true);
  expect(cut.answers).toEqual([]);
  const [whole, second] = await overTcp(server, query('a.example'), query('n.a.example'));
  expect(whole?.flag_tc).toBe(false);
  expect(whole?.answers).toHaveLength(60);
  expect(second?.authorities).toHaveLength(1);
  expect(await nodeResolver(server).resolve4('a.example')).toEqual(values);
});

test('EDNS raises the limit and is answered in kind', async () => {
  const values = Array.from({ length: 25 }, (_, index) => `192.0.2.${index}`);
  const zones = new Zones(zoneOf('a.example.', { ...A('a.example.', ''), values }));
  const server = await startServer(zones);
  const opt = (udpPayloadSize: number) => ({
    additionals: [
      {
        type: 'OPT' as const,
        name: '.',
        udpPayloadSize,
        extendedRcode: 0,
        ednsVersion: 0,
        flags: 0,
        flag_do: true,
        options: [],
      },
    ],
  });
  const plain = decode(await overUdp(server, query('a.example')));
  expect(plain.flag_tc).toBe(true);
  expect(plain.additionals).toEqual([]);
  const edns = decode(await overUdp(server, query('a.example', 'A', opt(4096))));
  expect(edns.flag_tc).toBe(false);
  expect(edns.answers).toHaveLength(25);
  expect(edns.additionals).toMatchObject([{ type: 'OPT', udpPayloadSize: 1232 }]);
  const small = decode(await overUdp(server, query('a.example', 'A', opt(100))));
  expect(small.flag_tc).toBe(true);
});

test('a query keeps its id, its case and its wish for recursion; other messages are errors or ignored', async () => {
  const server = await startServer(new Zones(zoneOf('a.example.')));
  const answer = decode(await overUdp(server, query('A.eXample', 'TXT')));
  expect(answer).toMatchObject({
    id: 4711,
    flag_rd: true,
    flag_ra: false,
    questions: [{ name: 'A.eXample', type: 'TXT' }],
  });
  const rcode = async (message: Buffer) =>
    (decode(await overUdp(server, message)) as DecodedPacket & { rcode: string }).rcode;
  const update = query('a.example');
  update.writeUInt16BE(5 << 11, 2);
  expect(await rcode(update)).toBe('NOTIMP');
  expect(await rcode(query('a.example', 'AXFR'))).toBe('REFUSED');
  const chaos = { name: 'version.bind', type: 'TXT', class: 'CH' } as const;
  expect(await rcode(query('', 'A', { questions: [chaos] }))).toBe('REFUSED');
  expect(await rcode(query('', 'A', { questions: [] }))).toBe('FORMERR');
  expect(await rcode(query('a.example').subarray(0, 20))).toBe('FORMERR');
});

test('a server outlives whatever is sent to it', async () => {
  const server = await startServer(new Zones(zoneOf('a.example.', A('a.example.', '192.0.2.1'))));
  const socket = createSocket('udp4');
  onTestFinished(() => void socket.close());
  const heads = fc.constantFrom(Buffer.alloc(0), query('a.example').subarray(0, 12));
  await fc.assert(
    fc.asyncProperty(heads, fc.uint8Array({ maxLength: 64 }), async (head, rest) => {
      socket.send(Buffer.concat([head, rest]), server.port, server.address);
      // A few at a time: the system drops what does not fit into its buffer.
      await new Promise((resolve) => setImmediate(resolve));
    }),
    { numRuns: 300 },
  );
  const response = encode({ type: 'response', id: 1, questions: [] });
  socket.send(response, server.port, server.address);
  expect(await asked(server, 'a.example')).toMatchObject({ answers: ['a.example 5 A 192.0.2.1'] });
});

test('UDP and TCP share a port, which can be asked for and is free again after a close', async () => {
  const zones = new Zones(zoneOf('a.example.', A('a.example.', '192.0.2.1')));
  const first = await startServer(zones);
  const taken = startAuthoritative({ zones, random: () => 0, port: first.port });
  await expect(taken).rejects.toThrowError(KunrenError);
  await expect(taken).rejects.toMatchObject({ code: 'PORT_IN_USE' });
  const [overStream] = await overTcp(first, query('a.example'));
  expect(overStream?.answers).toHaveLength(1);
  await first.close();
  const second = closing(await startAuthoritative({ zones, random: () => 0, port: first.port }));
  expect(second.port).toBe(first.port);
  expect(await asked(second, 'a.example')).toMatchObject({ rcode: 'NOERROR' });
});

test('a port whose TCP side is taken is not half taken', async () => {
  const blocker = createServer().listen(0, '127.0.0.1');
  await once(blocker, 'listening');
  onTestFinished(() => void blocker.close());
  const { port } = blocker.address() as { port: number };
  const zones = new Zones();
  const failing = startAuthoritative({ zones, random: () => 0, port });
  await expect(failing).rejects.toMatchObject({ code: 'PORT_IN_USE' });
  const udp = createSocket('udp4');
  udp.bind(port, '127.0.0.1');
  await once(udp, 'listening');
  udp.close();
});

test.runIf(hasDig)('dig reads an answer', async () => {
  const server = await startServer(new Zones(zoneOf('a.example.', A('a.example.', '192.0.2.1'))));
  const { stdout } = await run('dig', [`@${server.address}`, '-p', `${server.port}`, 'a.example']);
  expect(stdout).toContain('status: NOERROR');
  expect(stdout).toMatch(/a\.example\.\s+5\s+IN\s+A\s+192\.0\.2\.1/);
});

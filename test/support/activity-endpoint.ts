import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach } from 'vitest';
import { createServices } from '../../src/activities/services.ts';
import type { CallRecord } from '../../src/core/activity.ts';
import type { Environment } from '../../src/core/drill.ts';
import { FakeClock } from './fake-clock.ts';

export type Answer = (response: ServerResponse, request: IncomingMessage) => void;

export const ACCOUNT = '111122223333';

/** An endpoint of AWS on loopback that answers as a test says. */
export interface TestEndpoint {
  /** Requests, but for those that ask whose the credentials are. */
  requests: IncomingMessage[];
  questions: IncomingMessage[];
  /** What was recorded of the calls. */
  calls: CallRecord[];
  answer: Answer;
  identify: Answer;
  sandbox: Environment;
}

/** A fresh endpoint for each test of the file. */
export function endpointForEachTest(): TestEndpoint {
  const at = {} as TestEndpoint;
  let server: Server;

  beforeEach(async () => {
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => {
        body += chunk;
      });
      request.on('end', () => {
        const asks = body.includes('Action=GetCallerIdentity');
        const kind = asks ? at.questions : at.requests;
        kind.push(request);
        response.setHeader('x-amzn-requestid', `${asks ? 'who' : 'req'}-${kind.length}`);
        (asks ? at.identify : at.answer)(response, request);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const fresh: TestEndpoint = {
      requests: [],
      questions: [],
      calls: [],
      answer: (response) => response.end(EMPTY),
      identify: (response) => response.end(callerIs(ACCOUNT)),
      sandbox: {
        name: 'sandbox',
        kind: 'sandbox',
        region: 'ap-northeast-1',
        accountId: ACCOUNT,
        endpointUrl: `http://127.0.0.1:${port}`,
      },
    };
    Object.assign(at, fresh);
  });

  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return at;
}

/** Services that are bound to one attempt, with credentials of their own unless there shall be none. */
export function attemptAt(
  at: TestEndpoint,
  {
    environment = at.sandbox,
    signal = new AbortController().signal,
    services = createServices({ environment, clock: new FakeClock(), credentials }),
  }: {
    readonly environment?: Environment;
    readonly signal?: AbortSignal;
    readonly services?: ReturnType<typeof createServices>;
  } = {},
) {
  return services({ activity: 'step', signal, onCall: (call) => at.calls.push(call) });
}

export const credentials = { accessKeyId: 'TEST', secretAccessKey: 'test' };

/** RDS has no instance. */
export const EMPTY =
  '<DescribeDBInstancesResponse xmlns="http://rds.amazonaws.com/doc/2014-10-31/"><DescribeDBInstancesResult><DBInstances/></DescribeDBInstancesResult></DescribeDBInstancesResponse>';

export const callerIs = (account: string) =>
  `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Account>${account}</Account><Arn>arn</Arn></GetCallerIdentityResult></GetCallerIdentityResponse>`;

export function refuse(status: number, code: string, headers: { [name: string]: string } = {}) {
  return (response: ServerResponse) => {
    response.writeHead(status, { 'content-type': 'text/xml', ...headers });
    response.end(
      `<ErrorResponse xmlns="http://rds.amazonaws.com/doc/2014-10-31/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${code}!</Message></Error></ErrorResponse>`,
    );
  };
}

/** Who signed a request, and for which Region. */
export function signerOf(request: IncomingMessage | undefined) {
  const signed = /Credential=(\w+)\/\d+\/([\w-]+)/.exec(request?.headers.authorization ?? '');
  return { key: signed?.[1], region: signed?.[2] };
}

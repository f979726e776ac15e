import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createServices } from '../../src/activities/services.ts';
import type { Environment } from '../../src/core/drill.ts';
import { failureFrom } from '../support/activity-context.ts';
import {
  attemptAt,
  EMPTY,
  endpointForEachTest,
  refuse,
  signerOf,
} from '../support/activity-endpoint.ts';
import { FakeClock } from '../support/fake-clock.ts';

const clock = new FakeClock();
const at = endpointForEachTest();
const keyOf = (request: IncomingMessage | undefined) => signerOf(request).key;

describe('credentials', () => {
  let home: string;

  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'kunren-credentials-'));
    vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', join(home, 'credentials'));
    vi.stubEnv('AWS_CONFIG_FILE', join(home, 'config'));
    vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
    for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_PROFILE']) {
      vi.stubEnv(name, undefined);
    }
  });

  afterEach(async () => {
    vi.unstubAllEnvs();
    await rm(home, { recursive: true });
  });

  const login = (key: string) =>
    writeFile(
      join(home, 'credentials'),
      `[drill]\naws_access_key_id = ${key}\naws_secret_access_key = secret\n`,
    );
  const account = (): Environment => ({
    ...at.sandbox,
    name: 'test',
    kind: 'aws',
    profile: 'drill',
  });

  test('that were renewed in another terminal are seen after the old ones are refused', async () => {
    await login('OLD');
    const services = createServices({ environment: account(), clock });
    const attempt = async () =>
      (await attemptAt(at, { services }).aws.rds()).describeDBInstances({});
    at.answer = (response, request) =>
      keyOf(request) === 'OLD' ? refuse(403, 'ExpiredToken')(response) : response.end(EMPTY);

    expect(await failureFrom(attempt())).toMatchObject({
      code: 'CREDENTIALS_EXPIRED',
      class: 'credentials',
    });
    await login('NEW');
    await attempt();
    expect(at.requests.map(keyOf)).toEqual(['OLD', 'NEW']);
    expect(at.questions.map(keyOf)).toEqual(['OLD', 'NEW']);
  });

  test('that were missing are seen once they are there', async () => {
    const services = createServices({ environment: account(), clock });
    const attempt = async () =>
      (await attemptAt(at, { services }).aws.rds()).describeDBInstances({});
    expect(await failureFrom(attempt())).toMatchObject({
      code: 'CREDENTIALS_MISSING',
      class: 'credentials',
      retryable: true,
    });
    expect(at.calls).toMatchObject([{ error: { code: 'CREDENTIALS_MISSING' } }]);
    await login('NEW');
    await attempt();
    expect(keyOf(at.requests[0])).toBe('NEW');
  });

  test('of a role are asked for once, with the external id, and used by every attempt', async () => {
    await login('BASE');
    const assumed: string[] = [];
    at.answer = (response, request) => {
      if (keyOf(request) !== 'BASE') {
        response.end(EMPTY);
        return;
      }
      assumed.push('role');
      response.end(
        '<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials><AccessKeyId>ASSUMED</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>',
      );
    };
    const roleArn = 'arn:aws:iam::111122223333:role/drill';
    const environment = { ...account(), roleArn, externalId: 'x-1' };
    const services = createServices({ environment, clock });
    for (let attempts = 0; attempts < 2; attempts += 1) {
      await (await attemptAt(at, { services }).aws.rds()).describeDBInstances({});
    }
    expect(assumed).toHaveLength(1);
    expect(at.requests.map(keyOf)).toEqual(['BASE', 'ASSUMED', 'ASSUMED']);
    expect(at.questions.map(keyOf)).toEqual(['ASSUMED']);
  });

  test('of a role are asked for in the Region that needs them', async () => {
    await login('BASE');
    at.answer = (response) => response.writeHead(403).end();
    const environment = { ...account(), roleArn: 'arn:aws:iam::111122223333:role/drill' };
    const { aws } = attemptAt(at, { services: createServices({ environment, clock }) });
    await failureFrom((await aws.rds('ap-northeast-3')).describeDBInstances({}));
    expect(at.requests.map(signerOf)).toEqual([{ key: 'BASE', region: 'ap-northeast-3' }]);
  });
});

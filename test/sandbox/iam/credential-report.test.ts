import { expect, test } from 'vitest';
import { playScenario } from '../../../src/sandbox/control-client.ts';
import { failureOf } from '../cloud-harness.ts';
import { startOrganization } from '../organization-harness.ts';
import { MANAGEMENT } from '../organization-server.ts';

const HOUR = 3_600_000;

test('a credential report is as old as four hours, whatever has changed since', async () => {
  const harness = await startOrganization();
  const iam = harness.iam();
  const rows = async () => {
    const { Content, GeneratedTime, ReportFormat } = await iam.getCredentialReport({});
    expect(ReportFormat).toBe('text/csv');
    const [head = [], ...lines] = Buffer.from(Content ?? [])
      .toString()
      .split('\n')
      .map((line) => line.split(','));
    const cells = lines.map((line) =>
      Object.fromEntries(head.map((name, index) => [name, line[index]])),
    );
    return { cells, GeneratedTime };
  };
  expect(await failureOf(iam.getCredentialReport({}))).toMatchObject({
    name: 'CredentialReportNotPresentException',
    status: 410,
  });
  const generatedAt = new Date(harness.clock.now());
  expect((await iam.generateCredentialReport({})).State).toBe('STARTED');
  expect((await iam.generateCredentialReport({})).State).toBe('INPROGRESS');
  expect(await failureOf(iam.getCredentialReport({}))).toMatchObject({
    name: 'CredentialReportNotReadyException',
    status: 404,
  });
  harness.clock.advance(1000);
  await playScenario(harness.url, { account: MANAGEMENT, scenario: 'compromised' });
  expect((await iam.generateCredentialReport({})).State).toBe('COMPLETE');
  const first = await rows();
  expect(first.GeneratedTime).toEqual(generatedAt);
  expect(first.cells).toMatchObject([
    {
      user: '<root_account>',
      arn: `arn:aws:iam::${MANAGEMENT}:root`,
      password_enabled: 'not_supported',
      password_last_used: 'no_information',
      password_last_changed: 'not_supported',
      mfa_active: 'true',
      access_key_1_active: 'false',
      cert_2_last_rotated: 'N/A',
    },
    { user: 'sandbox', password_enabled: 'false', access_key_1_active: 'true' },
  ]);

  harness.clock.advance(4 * HOUR);
  expect(await failureOf(iam.getCredentialReport({}))).toMatchObject({
    name: 'CredentialReportExpiredException',
    status: 410,
  });
  expect((await iam.generateCredentialReport({})).State).toBe('STARTED');
  harness.clock.advance(1000);
  expect((await rows()).cells[0]).toMatchObject({
    access_key_1_active: 'true',
    access_key_1_last_used_service: 'sts',
    cert_1_active: 'true',
    password_last_used: '2026-11-24T01:00:01+00:00',
  });
});

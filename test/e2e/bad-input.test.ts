import { writeFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { cliProject } from '../support/cli-project.ts';

describe('what cannot be run', () => {
  const project = cliProject();

  it('is a drill that is not there', async () => {
    const { code, stderr } = await project.drill('run', 'restore-rsd');
    expect(stderr).toContain('There is no drill');
    expect(stderr).toContain('next: drill list');
    expect(code).toBe(2);
  });

  it.each([
    ['a runbook that is not there', 'runbook: restore-rds', 'runbook: restore-rsd', '5:10'],
    ['an environment that is not declared', 'environment: sandbox', 'environment: sand', '6:14'],
    ['no YAML', 'runbook: restore-rds', 'runbook: restore-rds: x', '5:10'],
    ['a key that is not known', 'objectives:', 'objektives:', '26:1'],
    ['an RTO without a unit', 'rto: 4h', 'rto: 30', '27:8'],
    ['an RTO of more than a day', 'rto: 4h', 'rto: 25h', '27:8'],
    ['no RTO', '  rto: 4h\n', '', '26:1'],
    ['no checks', /^checks:[\s\S]*/m, '', '2:1'],
    [
      'a parameter that the runbook does not take',
      'method: point-in-time',
      'method: magic',
      '42:11',
    ],
  ])('is a drill with %s', async (_, right, wrong, place) => {
    await project.writeDrill('wrong', (text) => text.replace(right, wrong));
    const { code, stdout, stderr } = await project.drill('run', 'wrong');
    expect(stderr).toContain(`${project.file('drills', 'wrong.yaml')}:${place}  `);
    expect(stderr).toContain('code: DRILL_INVALID');
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });

  it.each([
    ['failover-az', 'a key that is not known', '  instance: orders-prod', '  instanz: orders-prod'],
    ['failover-az', 'no workload', /parameters:\n {2}workload: orders/, 'parameters:'],
    ['failover-az', 'a port that is none', 'port: 7480', 'port: 74800'],
    ['failover-region', 'a failback that is none', 'failback: at-once', 'failback: later'],
    ['failover-region', 'a state machine that is none', /arn: \S+/, 'arn: orders-after-failover'],
    ['failover-region', 'an outage that is none', 'outage: region', 'outage: planet'],
    ['failover-region-rehearsal', 'no groups', /\[sg-\w+\]/, '[]'],
    [
      'restore-backup',
      'no vault',
      /parameters:\n {2}source: orders-prod\n {2}vault: orders-vault/,
      'parameters:\n  source: orders-prod',
    ],
  ])('is %s with %s, told by line and column', async (drill, _, right, wrong) => {
    let place = '';
    await project.writeDrill(
      'wrong',
      (text) => {
        const before = text.slice(0, text.search(right)).split('\n');
        place = `${before.length}:`;
        return text.replace(right, wrong);
      },
      drill,
    );
    const { code, stdout, stderr } = await project.drill('run', 'wrong');
    expect(stderr).toContain(`${project.file('drills', 'wrong.yaml')}:${place}`);
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });

  it.each([
    [['region', 'eu-west-1'], 'SANDBOX_REFUSED', '"eu-west-1" is no Region'],
    [['az', 'ap-northeast-1'], 'SANDBOX_REFUSED', '"ap-northeast-1" is no Availability Zone'],
    [['region'], 'OUTAGE_KIND_UNKNOWN', 'drill sandbox outage region <name>'],
    [['planet', 'earth'], 'OUTAGE_KIND_UNKNOWN', 'There is: region, az; and end.'],
    [['end', 'ap-northeast-1'], 'SANDBOX_REFUSED', 'Everything has power.'],
  ])('is an outage %j', async (args, failure, said) => {
    const { code, stdout, stderr } = await project.drill('sandbox', 'outage', ...args);
    expect(stderr).toContain(`code: ${failure}`);
    expect(stderr).toContain(said);
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });

  it.each([
    ['an option that is not there', ['--frob'], 'unknown option'],
    ['a --set without a value', ['--set', 'objectives.rto'], '--set objectives.rto'],
    [
      'a --set that makes the drill invalid',
      ['--set', 'objectives.rto=25h'],
      '--set objectives.rto',
    ],
    ['an environment that is not declared', ['--env', 'prod'], 'There is no environment "prod"'],
  ])('is a command with %s', async (_, args, said) => {
    const { code, stderr } = await project.drill('run', 'restore-rds', ...args);
    expect(stderr).toContain(said);
    expect(code).toBe(2);
  });

  it.each([
    ['source', 'restore-rds', 'source', 'SOURCE_NOT_FOUND', 2],
    ['snapshot', 'restore-rds-snapshot', 'recover-to', 'NO_RECOVERY_POINT', 3],
  ])('is a restore of a %s that is not there', async (_, drill, parameter, failure, exit) => {
    const after = await project.sandbox.moment();
    const set = `parameters.${parameter}=nope`;
    const { run, code, stdout, stderr } = await project.run(drill, '--set', set);
    expect(stderr).toContain(failure);
    expect(stdout).toContain('status: failed');
    expect(code).toBe(exit);
    expect(await project.sandbox.effects({ after })).toEqual([]);
    await project.expectNothingLeft(run);
  });

  it('is not an outage that is there already, nor the end of none', async () => {
    const outage = (...args: string[]) => project.drill('sandbox', 'outage', ...args);
    const first = await outage('az', 'ap-northeast-3c');
    expect(first.code).toBe(0);
    expect(await outage('az', 'ap-northeast-3c')).toEqual(first);
    expect((await outage()).stdout.trimEnd().split('\n')).toHaveLength(1);
    const over = 'ap-northeast-3c: the power is back\n';
    expect(await outage('end')).toMatchObject({ code: 0, stdout: over });
    expect(await outage('end')).toMatchObject({ code: 0, stdout: 'There was no outage.\n' });
  });

  it('is a folder without drills', async () => {
    const { code, stderr } = await project.spawn(['run', 'restore-rds'], {}, '/').ended;
    expect(stderr).toContain('PROJECT_MISSING');
    expect(code).toBe(2);
  });

  describe('in an AWS account', () => {
    let before: number;

    beforeAll(async () => {
      before = await project.sandbox.moment();
      await writeFile(
        project.file('drills', 'environments.yaml'),
        `sandbox: { kind: sandbox, region: ap-northeast-1, account: "000000000000" }
staging: { kind: aws, region: ap-northeast-1, account: "123456789012" }
other: { kind: aws, region: ap-northeast-1, account: "111111111111", endpoint-url: ${project.sandbox.info.endpointUrl} }
`,
      );
    });

    it('is anything without credentials, and it does not wait for them', async () => {
      const startedAt = performance.now();
      const { code, stdout, stderr } = await project.drill(
        'run',
        'restore-rds',
        '--env',
        'staging',
      );
      expect(stderr).toContain('code: CREDENTIALS_MISSING');
      expect(stderr).toContain('next: aws sso login');
      expect(stdout).toBe('');
      expect(code).toBe(2);
      expect(performance.now() - startedAt).toBeLessThan(15_000);
    });

    it('is anything with the credentials of another account', async () => {
      const { code, stdout, stderr } = await project.spawn(
        ['run', 'restore-rds', '--env', 'other'],
        { AWS_ACCESS_KEY_ID: 'SANDBOX', AWS_SECRET_ACCESS_KEY: 'none' },
      ).ended;
      expect(stderr).toContain('ACCOUNT_MISMATCH');
      expect(stdout).toContain('status: failed');
      expect(code).toBe(3);
      expect(await project.sandbox.effects({ after: before })).toEqual([]);
    });
  });
});

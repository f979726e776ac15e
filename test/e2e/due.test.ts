import { RDS } from '@aws-sdk/client-rds';
import { beforeAll, describe, expect, it } from 'vitest';
import { cliProject, QUICK } from '../support/cli-project.ts';
import { HOME } from '../support/cli-sandbox.ts';

const project = cliProject();
let run: string;

beforeAll(async () => {
  await project.writeQuickDrill();
  const rehearsal = await project.run(QUICK);
  expect(rehearsal.code).toBe(0);
  run = rehearsal.run;
});

/** Gives production another class, as anybody would. @returns the one it had */
async function changeClass(to: string): Promise<string | undefined> {
  const rds = new RDS({
    endpoint: project.sandbox.info.endpointUrl,
    region: HOME,
    credentials: { accessKeyId: 'SANDBOX', secretAccessKey: 'none' },
  });
  const look = async () =>
    (await rds.describeDBInstances({ DBInstanceIdentifier: 'orders-prod' })).DBInstances?.[0];
  try {
    const before = (await look())?.DBInstanceClass;
    await rds.modifyDBInstance({
      DBInstanceIdentifier: 'orders-prod',
      DBInstanceClass: to,
      ApplyImmediately: true,
    });
    await project.until(async () => {
      const now = await look();
      return now?.DBInstanceClass === to && now.DBInstanceStatus === 'available';
    });
    return before;
  } finally {
    rds.destroy();
  }
}

describe('drill due', () => {
  it('is content after a rehearsal, and stale once the instance has another class', async () => {
    const fresh = await project.drill('due', QUICK);
    expect(fresh).toMatchObject({ code: 0, stderr: '' });
    expect(fresh.stdout).toMatch(/^ok +quick +sandbox /m);

    const before = await changeClass('db.r6g.large');
    const changed = await project.drill('due', QUICK);
    expect(changed.code).toBe(1);
    expect(changed.stdout).toMatch(/^STALE +quick +sandbox /m);
    expect(changed.stdout.replace(/\s+/g, ' ')).toContain(
      `architecture changed: orders-prod: instance class ${before} → db.r6g.large`,
    );
    expect(changed.stdout).toContain(`next: drill run ${QUICK}`);

    expect(await project.drill('due', QUICK, '--offline')).toMatchObject({ code: 0 });
    await changeClass(before ?? '');
    expect(await project.drill('due', QUICK)).toMatchObject({ code: 0 });
  });

  it('says that it is not known what the environment does not tell', async () => {
    await project.sandbox.addFault({ operation: 'rds:DescribeDBInstances', kind: 'access-denied' });
    const { code, stdout } = await project.drill('due', QUICK, '--output', 'json');
    await project.sandbox.clearFaults();
    expect(code).toBe(1);
    const [found] = JSON.parse(stdout).drills;
    expect(found).toMatchObject({ standing: 'unknown', last: { run } });
    expect(found.findings[0].why.join(' ')).toContain('not known now');
  });
});

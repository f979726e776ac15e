import { expect, test, vi } from 'vitest';
import { TAKE_UP_MS } from '../../../src/sandbox/backup/backup-jobs.ts';
import { beginRestore } from '../../../src/sandbox/backup/begin-restore.ts';
import { makeFirstBackups, openBackup } from '../../../src/sandbox/backup/open-backup.ts';
import { seedBackup } from '../../../src/sandbox/backup/seed.ts';
import { Outages } from '../../../src/sandbox/outage/outages.ts';
import { Lifecycle } from '../../../src/sandbox/rds/lifecycle.ts';
import { Rds } from '../../../src/sandbox/rds/rds.ts';
import { productionInstance, seedRds } from '../../../src/sandbox/rds/seed.ts';
import { Upkeep } from '../../../src/sandbox/rds/upkeep.ts';
import { FakeDatabaseHost } from '../../support/fake-database-host.ts';
import { StoppedClock } from '../stopped-clock.ts';
import { ISOLATED } from './backup-cloud.ts';

const place = { region: 'ap-northeast-1', accountId: '000000000000' };

/** RDS and AWS Backup of one Region, with a first recovery point, and nothing around them. */
async function openParts() {
  const clock = new StoppedClock();
  const host = new FakeDatabaseHost(clock);
  await host.create({ id: 'orders-prod', masterUser: 'admin', masterPassword: 'first-password' });
  const outages = new Outages({ state: [], zones: new Map(), clock });
  const peers = new Map<string, Rds>();
  const state = seedRds(place.region);
  const rds = new Rds({ state, host, clock, place, peers, outages, log: () => undefined });
  peers.set(place.region, rds);
  const production = { id: 'orders-prod', database: 'orders', masterUser: 'admin' };
  rds.addInstance(productionInstance(place.region, production, rds.now()));
  const save = async () => undefined;
  const lifecycle = new Lifecycle(rds, new Upkeep(rds, save), save);
  const seed = seedBackup(place, 'orders-prod', rds.now());
  const context = openBackup(seed, { rds, lifecycle }, save);
  await makeFirstBackups(context);
  return { clock, host, rds, context };
}

async function restoring() {
  const parts = await openParts();
  const { host, context } = parts;
  const { backup, jobs } = context;
  const release = host.hold('restoreSnapshot');
  const job = beginRestore(backup, {
    recoveryPoint: backup.recoveryPointsOf()[0]?.arn ?? '',
    metadata: { DBInstanceIdentifier: 'copy', ...ISOLATED },
    copiesTags: false,
  });
  jobs.runRestore(job);
  return { ...parts, job, jobs, release };
}

test('a job that is aborted while it runs says so, and what RDS has begun goes on', async () => {
  const { clock, rds, job, jobs, release } = await restoring();
  await vi.waitFor(() => {
    clock.advance(100);
    expect(job.status).toBe('RUNNING');
  });
  await jobs.abortRestore(job, 'Aborted by the service.');
  release();
  await vi.waitFor(() => {
    clock.advance(100);
    expect(rds.find('copy')?.status).toBe('available');
  });
  expect(job).toMatchObject({ status: 'ABORTED', message: 'Aborted by the service.' });
  await jobs.close();
});

test('a job that is aborted before it was taken up asks RDS for nothing', async () => {
  const { clock, rds, job, jobs, release } = await restoring();
  await vi.waitFor(() => expect(clock.sleepingFor(TAKE_UP_MS)).toBe(1));
  await jobs.abortRestore(job, 'Aborted by the service.');
  release();
  clock.advance(TAKE_UP_MS);
  await jobs.close();
  expect(job.status).toBe('ABORTED');
  expect(rds.find('copy')).toBeUndefined();
});

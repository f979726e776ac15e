import { RDS } from '@aws-sdk/client-rds';
import pg from 'pg';
const rds = new RDS({ endpoint: 'http://127.0.0.1:4599', region: 'ap-northeast-1', credentials: { accessKeyId: 'A', secretAccessKey: 'B' } });
const until = async (id, want) => { const t = Date.now(); const seen = []; for (;;) { const s = await rds.describeDBInstances({ DBInstanceIdentifier: id }).then(r => r.DBInstances[0].DBInstanceStatus, e => e.name); if (seen.at(-1) !== s) seen.push(s); if (s === want) { console.log(id, seen.join(' → '), Date.now() - t, 'ms'); return; } if (Date.now()-t>60000) throw new Error(seen.join()); await new Promise(r => setTimeout(r, 20)); } };
const snaps = (await rds.describeDBSnapshots({})).DBSnapshots; console.log(snaps.map(s => [s.DBSnapshotIdentifier, s.Status, s.SnapshotDatabaseTime]));
const a = process.argv[2];
await rds.restoreDBInstanceFromDBSnapshot({ DBInstanceIdentifier: a, DBSnapshotIdentifier: snaps[0].DBSnapshotIdentifier, Tags: [{ Key: 'kunren:run', Value: 'r1' }] });
await until(a, 'available');
await rds.modifyDBInstance({ DBInstanceIdentifier: a, MasterUserPassword: 'correct-horse', ApplyImmediately: true });
const t = Date.now(); for (;;) { const i = (await rds.describeDBInstances({ DBInstanceIdentifier: a })).DBInstances[0]; if (i.DBInstanceStatus === 'available' && !i.PendingModifiedValues?.MasterUserPassword) { console.log('password', Date.now() - t, 'ms', i.Endpoint, i.LatestRestorableTime); const c = new pg.Client({ host: i.Endpoint.Address, port: i.Endpoint.Port, user: i.MasterUsername, password: 'correct-horse', database: 'postgres' }); await c.connect(); console.log((await c.query('select version()')).rows[0].version.slice(0, 20)); await c.end(); break; } await new Promise(r => setTimeout(r, 20)); }
const b = (await rds.describeDBInstanceAutomatedBackups({ DBInstanceIdentifier: 'orders-prod' })).DBInstanceAutomatedBackups[0]; console.log(b.RestoreWindow);
await rds.restoreDBInstanceToPointInTime({ TargetDBInstanceIdentifier: a + '-pit', SourceDBInstanceIdentifier: 'orders-prod', UseLatestRestorableTime: true, BackupRetentionPeriod: 0 });
await until(a + '-pit', 'available');
for (const x of [a, a + '-pit']) { await rds.deleteDBInstance({ DBInstanceIdentifier: x, SkipFinalSnapshot: true }); await until(x, 'DBInstanceNotFoundFault'); }
console.log((await rds.describeDBSnapshots({})).DBSnapshots.map(s => s.DBSnapshotIdentifier));
console.log((await rds.describeEvents({})).Events.map(e => e.SourceIdentifier + ': ' + e.Message).join('\n'));

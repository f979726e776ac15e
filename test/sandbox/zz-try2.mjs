import { RDS } from '@aws-sdk/client-rds';
const rds = new RDS({ endpoint: 'http://127.0.0.1:4599', region: 'ap-northeast-1', credentials: { accessKeyId: 'A', secretAccessKey: 'B' } });
const snap = (await rds.describeDBSnapshots({})).DBSnapshots[0].DBSnapshotIdentifier;
await rds.restoreDBInstanceFromDBSnapshot({ DBInstanceIdentifier: process.argv[3], DBSnapshotIdentifier: snap, Tags: [{ Key: 'kunren:run', Value: 'r1' }] });
process.kill(Number(process.argv[2]), 'SIGKILL');

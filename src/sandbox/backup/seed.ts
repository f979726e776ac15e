import { randomUUID } from 'node:crypto';
import type { Instant } from '../../core/ports.ts';
import type { Place } from '../rds/arn.ts';
import { arnOf } from '../rds/arn.ts';
import { type BackupState, newBackupState } from './backup-state.ts';

/** AWS takes one a day at the least often; the sandbox's days are short. */
const EVERY_TEN_MINUTES = 'cron(0/10 * ? * * *)';

/** AWS Backup on the first day: a vault, and a plan that covers production. */
export function seedBackup(place: Place, production: string, now: Instant): BackupState {
  return {
    ...newBackupState(),
    vaults: [
      {
        name: 'orders-vault',
        createdAt: now,
        encryptionKeyArn: vaultKey(place),
        tags: {},
      },
    ],
    plans: [
      {
        id: randomUUID(),
        versionId: randomUUID(),
        name: 'orders-daily',
        createdAt: now,
        rules: [
          {
            id: randomUUID(),
            name: 'every-short-day',
            vault: 'orders-vault',
            schedule: EVERY_TEN_MINUTES,
            deleteAfterDays: 35,
          },
        ],
        selections: [
          {
            id: randomUUID(),
            name: 'orders-databases',
            createdAt: now,
            roleArn: defaultRole(place),
            resources: [arnOf(place, 'db', production)],
          },
        ],
        tags: {},
      },
    ],
  };
}

/** The key that a vault is encrypted with when its maker names none. */
export function vaultKey({ region, accountId }: Place): string {
  return `arn:aws:kms:${region}:${accountId}:key/0a1b2c3d-4e5f-4600-8000-000000000002`;
}

/** The role that AWS Backup makes for itself at its first use in an account. */
function defaultRole({ accountId }: Place): string {
  return `arn:aws:iam::${accountId}:role/service-role/AWSBackupDefaultServiceRole`;
}

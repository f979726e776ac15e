import type { StartRestoreJobInput } from '@aws-sdk/client-backup';
import type { RestoreInput } from '../rds/restored-instance.ts';
import type { BackupRecoveryPoint } from './recovery-point.ts';

export interface BackupRestoreInput extends RestoreInput {
  readonly recoveryPoint: BackupRecoveryPoint;
  /** ARN of the role that AWS Backup restores with. */
  readonly role: string;
}

/** Of the source's own network; where the new instance stands, is chosen anew. */
const LEFT_OUT = ['availabilityzone'];

/**
 * The whole of the request, always the same for the same run: AWS compares it with what came under the token before.
 * The metadata are those of the recovery point with nothing of the new instance's place and safety left to them, since
 * they describe the source, and AWS's default for what is missing is the default network.
 */
export function restoreRequest(input: BackupRestoreInput, token: string): StartRestoreJobInput {
  return {
    RecoveryPointArn: input.recoveryPoint.arn,
    ResourceType: 'RDS',
    IamRoleArn: input.role,
    // The SDK would fill in a new one for each call.
    IdempotencyToken: token,
    CopySourceTagsToRestoredResource: false,
    Metadata: editedMetadata(input),
  };
}

function editedMetadata({ name, target, recoveryPoint }: BackupRestoreInput) {
  const own: { readonly [key: string]: string } = {
    DBInstanceIdentifier: name,
    DBInstanceClass: target.instanceClass,
    DBSubnetGroupName: target.subnetGroup,
    VpcSecurityGroupIds: JSON.stringify(target.securityGroups),
    DBParameterGroupName: target.parameterGroup,
    ...(target.optionGroup !== undefined && { OptionGroupName: target.optionGroup }),
    MultiAZ: `${target.multiAz}`,
    PubliclyAccessible: 'false',
    DeletionProtection: 'false',
    AutoMinorVersionUpgrade: 'false',
    CopyTagsToSnapshot: 'false',
  };
  const edited = new Map<string, readonly [key: string, value: string]>();
  for (const [key, value] of Object.entries(recoveryPoint.restoreMetadata)) {
    if (!LEFT_OUT.includes(key.toLowerCase())) edited.set(key.toLowerCase(), [key, value]);
  }
  for (const [key, value] of Object.entries(own)) {
    // A key is spelled as AWS has told it, so that none stands there twice.
    const [told = key] = edited.get(key.toLowerCase()) ?? [];
    edited.set(key.toLowerCase(), [told, value]);
  }
  return Object.fromEntries(edited.values());
}

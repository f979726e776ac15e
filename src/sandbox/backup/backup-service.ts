import { restJsonProtocol } from '../wire/rest-json-protocol.ts';
import { bindService, type Service } from '../wire/service.ts';
import type { BackupContext } from './backup-context.ts';
import { missingParameter } from './backup-error.ts';
import { describeBackupJob, listBackupJobs, startBackupJob } from './operations/backup-jobs.ts';
import { getPlan, getSelection, listPlans, listSelections } from './operations/plans.ts';
import {
  describeProtectedResource,
  listProtectedResources,
} from './operations/protected-resources.ts';
import {
  describeRecoveryPoint,
  getRestoreMetadata,
  listRecoveryPointsByResource,
  listRecoveryPointsByVault,
} from './operations/recovery-points.ts';
import {
  describeRestoreJob,
  getRestoreJobMetadata,
  listRestoreJobs,
  listRestoreJobsByResource,
  startRestoreJob,
} from './operations/restore-jobs.ts';
import { listTags, tagResource, untagResource } from './operations/tagging.ts';
import { createTestingPlan, getTestingPlan, listTestingPlans } from './operations/testing-plans.ts';
import {
  createTestingSelection,
  getInferredMetadata,
  getTestingSelection,
  listTestingSelections,
} from './operations/testing-selections.ts';
import { putValidationResult } from './operations/validation.ts';
import { createVault, describeVault, listVaults } from './operations/vaults.ts';

/** AWS Backup on the wire. */
export function backupService(context: BackupContext): Service {
  const service = {
    name: 'backup',
    protocol: restJsonProtocol(),
    missing: missingParameter,
  };
  const operations = [
    createVault,
    describeVault,
    listVaults,
    getPlan,
    listPlans,
    getSelection,
    listSelections,
    listProtectedResources,
    describeProtectedResource,
    startBackupJob,
    describeBackupJob,
    listBackupJobs,
    listRecoveryPointsByVault,
    listRecoveryPointsByResource,
    describeRecoveryPoint,
    getRestoreMetadata,
    startRestoreJob,
    describeRestoreJob,
    getRestoreJobMetadata,
    listRestoreJobs,
    listRestoreJobsByResource,
    putValidationResult,
    createTestingPlan,
    getTestingPlan,
    listTestingPlans,
    createTestingSelection,
    getTestingSelection,
    listTestingSelections,
    getInferredMetadata,
    listTags,
    tagResource,
    untagResource,
  ];
  return bindService(service, operations, context);
}

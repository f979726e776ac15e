import {
  PutRestoreValidationResult$,
  type PutRestoreValidationResultInput,
} from '@aws-sdk/client-backup';
import { operation } from '../../wire/service.ts';
import type { BackupContext } from '../backup-context.ts';
import { invalidRequest, invalidValue } from '../backup-error.ts';
import type { RestoreJobRecord } from '../backup-state.ts';

const STATUSES = ['VALIDATING', 'SUCCESSFUL', 'FAILED', 'TIMED_OUT'] as const;

type Status = NonNullable<RestoreJobRecord['validation']>['status'];

/** A result that is final stays as it is. */
export const putValidationResult = operation<
  PutRestoreValidationResultInput,
  object,
  BackupContext
>({
  schema: PutRestoreValidationResult$,
  mutating: true,
  handle: (input, { backup }, call) => {
    const { ValidationStatus, ValidationStatusMessage: message } = input;
    const job = backup.restoreJob(input.RestoreJobId);
    const status = STATUSES.find((each) => each === ValidationStatus);
    if (!status) throw invalidValue(`Invalid ValidationStatus: ${ValidationStatus}.`);
    if (job.status !== 'COMPLETED') {
      throw invalidRequest(
        `Only a COMPLETED restore job takes a validation result; ${job.id} is ${job.status}.`,
      );
    }
    if (job.validation && isFinal(job.validation.status)) {
      throw invalidRequest(
        `The validation of restore job ${job.id} has ended already, as ${job.validation.status}.`,
      );
    }
    const validation = { status, ...(message !== undefined && { message }) };
    backup.changeRestoreJob(job, { validation });
    call.effect(job.id, []);
    return {};
  },
});

function isFinal(status: Status): boolean {
  return status !== 'VALIDATING';
}

/** What a session of AssumeRoot may do, by its task policy: AWS's managed policies under `root-task/`. */
const TASK_POLICIES: { readonly [name: string]: readonly string[] } = {
  IAMAuditRootUserCredentials: [
    'iam:GetAccessKeyLastUsed',
    'iam:GetAccountSummary',
    'iam:GetLoginProfile',
    'iam:GetUser',
    'iam:ListAccessKeys',
    'iam:ListMFADevices',
    'iam:ListSigningCertificates',
  ],
  IAMCreateRootUserPassword: ['iam:CreateLoginProfile', 'iam:GetLoginProfile'],
  IAMDeleteRootUserCredentials: [
    'iam:DeactivateMFADevice',
    'iam:DeleteAccessKey',
    'iam:DeleteLoginProfile',
    'iam:DeleteSigningCertificate',
    'iam:GetLoginProfile',
    'iam:ListAccessKeys',
    'iam:ListMFADevices',
    'iam:ListSigningCertificates',
  ],
  S3UnlockBucketPolicy: [
    's3:DeleteBucketPolicy',
    's3:GetBucketPolicy',
    's3:ListAllMyBuckets',
    's3:PutBucketPolicy',
  ],
  SQSUnlockQueuePolicy: [
    'sqs:GetQueueAttributes',
    'sqs:GetQueueUrl',
    'sqs:ListQueues',
    'sqs:SetQueueAttributes',
  ],
};

/** Needs no permission of anybody. */
const ALWAYS = 'sts:GetCallerIdentity';

/** The name of the task policy that an ARN means; `undefined` when it means none. */
export function taskOf(arn: string): string | undefined {
  const [, name] = /^arn:aws:iam::aws:policy\/root-task\/(\w+)$/.exec(arn) ?? [];
  return name !== undefined && Object.hasOwn(TASK_POLICIES, name) ? name : undefined;
}

/** @param action e.g. `iam:GetUser` */
export function taskAllows(task: string, action: string): boolean {
  return action === ALWAYS || (TASK_POLICIES[task]?.includes(action) ?? false);
}

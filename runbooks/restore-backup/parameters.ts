import { z } from 'zod';
import {
  type Drill,
  invalidParameters,
  type RunNames,
  refuseFutureImpact,
} from '../../src/index.ts';

const recoveryPointArn = z
  .string()
  .regex(/^arn:[\w-]+:[\w-]+:[\w-]*:\d{12}:\S+$/, 'must be the ARN of a recovery point');

/** What a drill says under `parameters:` for this runbook. */
export const parametersSchema = z.strictObject({
  source: z
    .string()
    .min(1)
    .describe('DB instance whose recovery point is restored; never changed.'),
  vault: z.string().min(1).describe('Backup vault that holds the recovery points.'),
  role: z
    .string()
    .regex(/^arn:[\w-]+:iam::\d{12}:role\/\S+$/, 'must be the ARN of a role')
    .exactOptional()
    .describe('Role that AWS Backup restores with. Its own default service role when absent.'),
  recoverTo: z
    .union([z.enum(['before-impact', 'latest']), recoveryPointArn])
    .default('before-impact')
    .describe('The newest recovery point from before T0, the newest of all, or one by its ARN.'),
  restoreJob: z
    .string()
    .min(1)
    .exactOptional()
    .describe(
      'Id of a complete job of a restore testing plan: what it made is verified, nothing is restored.',
    ),
  target: z
    .strictObject({
      subnetGroup: z.string().min(1),
      securityGroups: z.array(z.string().min(1)).min(1),
      parameterGroup: z.string().min(1),
      instanceClass: z.string().min(1),
      multiAz: z.boolean().default(false),
      optionGroup: z.string().min(1).exactOptional(),
    })
    .describe(
      'Where the restored instance stands. All of it is set explicitly: without it AWS restores into the default VPC.',
    ),
});

export type Parameters = z.infer<typeof parametersSchema>;

/** @throws KunrenError `PARAMETER_INVALID`, with one issue (path and message) for each problem; `IMPACT_IN_FUTURE`. */
export function readParameters(drill: Drill, { openedAt }: Pick<RunNames, 'openedAt'>): Parameters {
  refuseFutureImpact(drill.scenario, openedAt);
  const result = parametersSchema.safeParse(drill.parameters);
  if (result.success) return refuseContradiction(result.data, drill);
  throw invalidParameters(result.error.issues);
}

/** A restore test began when AWS Backup began it; no other impact can be declared for it. */
function refuseContradiction(parameters: Parameters, { scenario }: Drill): Parameters {
  const { restoreJob, recoverTo } = parameters;
  if (restoreJob === undefined) return parameters;
  if (scenario.impactAt !== undefined) {
    throw invalidParameters([
      {
        path: ['restoreJob'],
        message: 'The clock of a restore test starts with its job; take impact-at out.',
      },
    ]);
  }
  if (recoverTo !== 'before-impact') {
    throw invalidParameters([
      {
        path: ['recoverTo'],
        message: 'A restore test has chosen its recovery point itself; take recover-to out.',
      },
    ]);
  }
  return parameters;
}

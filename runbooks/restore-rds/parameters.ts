import { z } from 'zod';
import {
  type Drill,
  invalidParameters,
  type RunNames,
  refuseFutureImpact,
} from '../../src/index.ts';

const rfc3339 = z.iso.datetime({ offset: true });

/** What a drill says under `parameters:` for this runbook. */
export const parametersSchema = z.strictObject({
  source: z.string().min(1).describe('DB instance whose backup is restored; never changed.'),
  method: z
    .enum(['point-in-time', 'snapshot'])
    .describe('Replay the logs up to an instant, or restore a snapshot as it is.'),
  recoverTo: z
    .union([z.enum(['before-impact', 'latest']), rfc3339, z.string().min(1)])
    .default('before-impact')
    .describe('The last moment before T0, the latest there is, an instant, or a snapshot id.'),
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
      'Where the restored instance stands. All of it is set explicitly: RDS defaults are never right.',
    ),
});

export type Parameters = z.infer<typeof parametersSchema>;

/** @throws KunrenError `PARAMETER_INVALID`, with one issue (path and message) for each problem. */
export function readParameters(drill: Drill, { openedAt }: Pick<RunNames, 'openedAt'>): Parameters {
  refuseFutureImpact(drill.scenario, openedAt);
  const result = parametersSchema.safeParse(drill.parameters);
  if (result.success) return refuseContradiction(result.data);
  throw invalidParameters(result.error.issues);
}

function refuseContradiction(parameters: Parameters): Parameters {
  const { method, recoverTo } = parameters;
  const named = recoverTo !== 'before-impact' && recoverTo !== 'latest';
  const instant = rfc3339.safeParse(recoverTo).success;
  if (method === 'point-in-time' && named && !instant) {
    throw invalidParameters([
      {
        path: ['recoverTo'],
        message: `A point in time is an instant such as 2026-11-24T01:00:00Z, not "${recoverTo}".`,
      },
    ]);
  }
  if (method === 'snapshot' && instant) {
    throw invalidParameters([
      {
        path: ['recoverTo'],
        message: 'A snapshot cannot be restored to an instant; use method: point-in-time.',
      },
    ]);
  }
  return parameters;
}

import { z } from 'zod';
import { type Drill, invalidParameters } from '../../src/index.ts';

/** What a drill says under `parameters:` for this runbook. */
export const parametersSchema = z.strictObject({
  workload: z
    .string()
    .min(1)
    .describe('Name of what fails over; whoever starts it live has to type it.'),
  instance: z.string().min(1).describe('Multi-AZ DB instance that moves to its standby.'),
  service: z
    .strictObject({
      host: z.string().min(1).describe('Name that clients use.'),
      port: z.int().min(1).max(65_535),
      path: z.string().startsWith('/').default('/healthz'),
      tls: z.boolean().default(false),
      requests: z.int().min(1).default(3).describe('Requests in a row that must succeed (T6).'),
    })
    .describe('What users reach the workload by. Asked for the end of the RTO clock.'),
  clientLog: z
    .string()
    .min(1)
    .exactOptional()
    .describe(
      'Log of a client that sends requests all the time: URL or file of NDJSON, or sandbox:client. Without it the outage is not measured.',
    ),
  clientWrites: z
    .strictObject({ table: z.string().min(1), column: z.string().min(1) })
    .exactOptional()
    .describe("Where the keys of the client's writes are found again, to count lost ones."),
  alarms: z
    .array(z.string().min(1))
    .default([])
    .describe('CloudWatch alarms that stop the run before anything is changed, when they are red.'),
  publishMetrics: z
    .boolean()
    .default(false)
    .describe('Put RTO, RPO and outage into CloudWatch, namespace Kunren.'),
});

export type Parameters = z.infer<typeof parametersSchema>;

/** @throws KunrenError `PARAMETER_INVALID`, with one issue (path and message) for each problem. */
export function readParameters({ parameters }: Drill): Parameters {
  const result = parametersSchema.safeParse(parameters);
  if (result.success) return result.data;
  throw invalidParameters(result.error.issues);
}

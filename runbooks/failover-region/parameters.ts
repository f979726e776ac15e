import { z } from 'zod';
import { type Drill, invalidParameters } from '../../src/index.ts';

const name = z.string().min(1);

/** What a drill says under `parameters:` for this runbook. */
export const parametersSchema = z.strictObject({
  workload: name.describe('Name of what fails over; whoever starts it live has to type it.'),
  exercise: z
    .enum(['rehearsal', 'production'])
    .default('rehearsal')
    .describe(
      'rehearsal: a replica made for the run is promoted, production is not touched. production: production itself fails over; in an AWS account only with --live.',
    ),
  primary: name.describe("DB instance of production, in the environment's Region."),
  primaryAddress: z
    .strictObject({ host: name, port: z.int().min(1).max(65_535) })
    .exactOptional()
    .describe(
      'Address of its database, to fence it by while RDS in its Region does not answer. Without it that is not tried.',
    ),
  standby: z
    .strictObject({
      region: name,
      replica: name.describe('Its cross-Region read replica.'),
      subnetGroup: name.describe('Where the replica of a rehearsal stands.'),
      securityGroups: z.array(name).min(1),
      parameterGroup: name,
      instanceClass: name,
      kmsKey: name
        .exactOptional()
        .describe(
          "Key of that Region for a rehearsal's replica; without it that of production's replica.",
        ),
    })
    .describe('What takes over.'),
  lagPeriodSeconds: z
    .int()
    .min(1)
    .default(60)
    .describe('Time between two figures of the lag; RDS sends one a minute.'),
  dns: z
    .strictObject({ zone: name, record: name.describe('Name of the failover record pair.') })
    .describe('What moves the traffic.'),
  service: z
    .strictObject({
      host: name.describe('Name that clients use.'),
      port: z.int().min(1).max(65_535),
      path: z.string().startsWith('/').default('/healthz'),
      rehearsalPath: z
        .string()
        .startsWith('/')
        .default('/healthz')
        .describe('Path that the standby answers while its database takes no writes.'),
      tls: z.boolean().default(false),
      requests: z.int().min(1).default(3).describe('Requests in a row that must succeed (T6).'),
    })
    .describe('What users reach the workload by; its JSON answer tells its region.'),
  unreachablePrimary: z
    .enum(['ask', 'go-on'])
    .default('ask')
    .describe(
      'Whether a primary that cannot be reached, and so cannot be fenced, is asked about or passed by.',
    ),
  failback: z.enum(['ask', 'at-once', 'never']).default('ask').describe('What comes after T6.'),
  decideWithinMinutes: z
    .int()
    .min(1)
    .max(1440)
    .default(30)
    .describe('How long the run waits for a decision; then it stops, and changes nothing more.'),
  stateMachine: z
    .strictObject({
      arn: z
        .string()
        .regex(/^arn:aws[a-z-]*:states:[a-z0-9-]+:\d{12}:stateMachine:\S+$/, 'must be its ARN'),
      input: z.string().refine(isJson, 'must be JSON').default('{}').describe('JSON, as text.'),
    })
    .exactOptional()
    .describe('Step Functions state machine to run once traffic has moved.'),
  clientLog: name
    .exactOptional()
    .describe(
      'Log of a client that sends requests all the time: URL or file of NDJSON, or sandbox:client. Without it neither the outage nor lost writes are measured.',
    ),
  clientWrites: z
    .strictObject({ table: name, column: name })
    .exactOptional()
    .describe("Where the keys of the client's writes are found again, to count lost ones."),
  alarms: z
    .array(name)
    .default([])
    .describe('CloudWatch alarms that stop the run before anything is changed, when they are red.'),
  publishMetrics: z
    .boolean()
    .default(false)
    .describe('Put RTO, RPO and outage into CloudWatch, namespace Kunren.'),
});

export type Parameters = z.infer<typeof parametersSchema>;

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** @throws KunrenError `PARAMETER_INVALID`, with one issue (path and message) for each problem. */
export function readParameters({ parameters }: Drill): Parameters {
  const result = parametersSchema.safeParse(parameters);
  if (result.success) return result.data;
  throw invalidParameters(result.error.issues);
}

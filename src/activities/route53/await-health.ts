import { AT_THE_RUN, type Probe } from '../../core/activity.ts';
import type { Instant } from '../../core/ports.ts';
import { instantNow } from '../instant-now.ts';
import type { Services } from '../services.ts';
import { describeHealth, readHealth } from './health-check.ts';

export interface AwaitHealthInput {
  readonly healthCheckId: string;
  readonly want: 'healthy' | 'unhealthy';
  /** What a checker saw before this instant does not count. */
  readonly since?: Instant;
}

export interface SeenHealth {
  readonly healthy: boolean;
  readonly at: Instant;
}

/**
 * Waits until a health check says what is wanted, by Route 53's rule: healthy when more than 18 % of its checkers are.
 * Counts the last look of each checker. Route 53 itself waits for several looks in a row, so traffic moves later.
 */
export const awaitHealth: Probe<AwaitHealthInput, SeenHealth, Services> = {
  kind: 'probe',
  name: 'route53.await-health',
  waitsOn: 'aws',
  iam: ['route53:GetHealthCheckStatus'],
  pollEvery: { initialMs: 500, maxMs: 2_000, factor: 1.5 },
  plan: ({ healthCheckId, want }) => ({
    calls: [
      {
        service: 'route53',
        operation: 'GetHealthCheckStatus',
        parameters: { HealthCheckId: healthCheckId },
        mutating: false,
      },
    ],
    output: { healthy: want === 'healthy', at: AT_THE_RUN },
  }),
  async poll(context, { healthCheckId, want, since }) {
    const health = await readHealth(context, healthCheckId, since);
    const said = describeHealth(health);
    if (health.healthy !== (want === 'healthy')) {
      return { status: 'pending', progress: { message: said } };
    }
    const at = instantNow(context);
    return {
      status: 'done',
      output: { healthy: health.healthy, at },
      facts: [{ label: `Health check ${want}`, value: `${healthCheckId} at ${at}: ${said}` }],
    };
  },
};

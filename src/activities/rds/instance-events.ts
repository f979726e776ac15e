import type { Instant } from '../../core/ports.ts';
import type { RdsContext } from './describe-instance.ts';

/** Something that RDS says has happened to an instance. */
export interface InstanceEvent {
  /** By the clock of AWS; absent where RDS did not tell. */
  readonly at?: Instant;
  readonly message: string;
}

/**
 * What RDS says has happened since an instant, newest first; nothing where that cannot be learnt.
 * RDS keeps events at its best effort and in no order: they explain and corroborate, and their absence means nothing.
 * @param region @default the environment's
 */
export async function eventsSince(
  context: RdsContext,
  { id, region }: { readonly id: string; readonly region?: string | undefined },
  since: Instant,
): Promise<readonly InstanceEvent[]> {
  try {
    const rds = await context.services.aws.rds(region);
    const { Events = [] } = await rds.describeEvents({
      SourceType: 'db-instance',
      SourceIdentifier: id,
      StartTime: new Date(since),
    });
    const time = (event: (typeof Events)[number]) => event.Date?.getTime() ?? 0;
    return Events.filter((event) => !event.Date || time(event) >= Date.parse(since))
      .sort((a, b) => time(b) - time(a))
      .map(({ Date: at, Message: message = '' }) => ({
        ...(at && { at: at.toISOString() }),
        message,
      }));
  } catch {
    context.signal.throwIfAborted();
    return [];
  }
}

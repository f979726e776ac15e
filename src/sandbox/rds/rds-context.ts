import type { Lifecycle } from './lifecycle.ts';
import type { Rds } from './rds.ts';

/** What RDS's operations work on. */
export interface RdsContext {
  readonly rds: Rds;
  readonly lifecycle: Lifecycle;
}

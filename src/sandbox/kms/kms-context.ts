import type { Clock } from '../../core/ports.ts';
import type { KmsState } from './kms-state.ts';

/** What the operations of KMS work on. */
export interface KmsContext {
  readonly state: KmsState;
  readonly clock: Pick<Clock, 'now'>;
}

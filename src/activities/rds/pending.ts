import type { Poll } from '../../core/activity.ts';

/** Not yet; the message says what is waited for. */
export function pending(message: string): Extract<Poll<never>, { status: 'pending' }> {
  return { status: 'pending', progress: { message } };
}

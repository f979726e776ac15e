import type { HumanTask } from '../../core/activity.ts';
import { foreseenOutcome } from '../../core/foreseen-outcome.ts';
import type { TaskPrompt } from '../../core/task.ts';

/**
 * AWS does it, such as a support case, and somebody of the team says when it is done. No API tells, and the time is
 * AWS's, not the team's.
 */
export const awaitAws: HumanTask<TaskPrompt> = {
  kind: 'human',
  name: 'human.await-aws',
  waitsOn: 'aws',
  iam: [],
  plan: (prompt) => ({ calls: [], output: foreseenOutcome(prompt) }),
  prompt: (prompt) => prompt,
};

import type { HumanTask } from '../../core/activity.ts';
import { foreseenOutcome } from '../../core/foreseen-outcome.ts';
import type { TaskPrompt } from '../../core/task.ts';

/** Somebody of the team does it, or decides. */
export const doTask: HumanTask<TaskPrompt> = {
  kind: 'human',
  name: 'human.do-task',
  waitsOn: 'people',
  iam: [],
  plan: (prompt) => ({ calls: [], output: foreseenOutcome(prompt) }),
  prompt: (prompt) => prompt,
};

import { AT_THE_RUN } from './activity.ts';
import type { Json } from './failure.ts';
import type { AnswerForm, TaskOutcome, TaskPrompt } from './task.ts';

/** What a plan takes for the answer of a person: the first choice, and otherwise whatever is asked for. */
export function foreseenOutcome(
  { answer }: TaskPrompt,
  choice = answer.kind === 'choice' ? answer.choices[0]?.value : undefined,
): TaskOutcome {
  return {
    outcome: answer.kind === 'approval' ? 'approved' : 'answered',
    value: choice ?? foreseenValue(answer),
    by: AT_THE_RUN,
    at: AT_THE_RUN,
  };
}

function foreseenValue(form: AnswerForm): Json {
  switch (form.kind) {
    case 'done':
    case 'secret':
    case 'approval':
      return null;
    case 'number':
      return form.min ?? 0;
    default:
      return AT_THE_RUN;
  }
}

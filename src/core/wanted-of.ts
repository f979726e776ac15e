import type { AnswerForm } from './task.ts';

/** What a task wants to hear, in a few words, e.g. `the id of the support case`. */
export function wantedOf(form: AnswerForm): string {
  switch (form.kind) {
    case 'done':
      return 'a confirmation';
    case 'choice':
      return `one of ${form.choices.map(({ value }) => value).join(', ')}`;
    case 'number':
      return `${form.of}, a number${limits(form)}`;
    case 'file':
      return `${form.of}, a file`;
    case 'approval':
      return form.needed === 1 ? 'an approval' : `approvals of ${form.needed} people`;
    case 'text':
    case 'secret':
    case 'reference':
      return `${form.of}${form.example === undefined ? '' : `, e.g. ${form.example}`}`;
  }
}

function limits({ min, max }: { readonly min?: number; readonly max?: number }): string {
  if (min !== undefined && max !== undefined) return ` from ${min} to ${max}`;
  if (min !== undefined) return `, ${min} or more`;
  return max === undefined ? '' : `, ${max} or less`;
}

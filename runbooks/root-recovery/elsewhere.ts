import { base } from './base.ts';

/** What has happened is another runbook's: this one ends, and says which. */
export function elsewhere(code: string, why: string, runbook: string) {
  const message = `${why}: drill run ${runbook}.`;
  const failure = { code, message, class: 'people', retryable: false, ambiguous: false } as const;
  return base.createStateConfig({
    entry: { type: 'noteFailure', params: { failure } },
    always: '#failed',
  });
}

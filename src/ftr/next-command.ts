import type { Next } from './judged.ts';

/** What to type, or which file to edit. The same in every language. */
export function nextCommand(next: Next): string | undefined {
  switch (next.code) {
    case 'run':
      return runOf(next.drill, next.env, next.live);
    case 'declare-account':
      return runOf(next.drill, '<name>', next.live);
    case 'mend':
      return `drill report ${next.run}`;
    case 'mend-account':
    case 'write-drill':
      return undefined;
    case 'attest':
    case 'review':
    case 'mend-attested':
      return 'drills/attestations.yaml';
    case 'shorten':
      return `drills/${next.drill}.yaml`;
  }
}

function runOf(drill: string, env: string | undefined, live: boolean): string {
  return `drill run ${drill}${env === undefined ? '' : ` --env ${env}`}${live ? ' --live' : ''}`;
}

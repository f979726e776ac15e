import type { DeclaredDrill, Facts } from './facts.ts';
import type { Next } from './judged.ts';

/**
 * The command that would make the evidence: a drill that fits, in an AWS account. One that runs there by itself comes
 * before one that has to be sent there.
 */
export function nextRun(
  { drills, awsEnvironments }: Facts,
  fits: (drill: DeclaredDrill) => boolean,
  otherwise: Extract<Next, { readonly code: 'write-drill' }>['for'],
): Next {
  const fitting = drills.filter(fits);
  const drill = fitting.find(({ place }) => place === 'aws') ?? fitting[0];
  if (!drill) return { code: 'write-drill', for: otherwise };
  const { name, live } = drill;
  if (drill.place === 'aws') return { code: 'run', drill: name, live };
  const [env] = awsEnvironments;
  return env === undefined
    ? { code: 'declare-account', drill: name, live }
    : { code: 'run', drill: name, env, live };
}

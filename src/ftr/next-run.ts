import type { DeclaredDrill, Facts } from './facts.ts';
import type { Next } from './judged.ts';
import { newestFirst } from './weigh-runs.ts';

/**
 * The command that would make the evidence: a drill that fits, in an AWS account. One that runs there, or was sent
 * there before, comes before others; of those, one that leaves production alone before one that changes it.
 */
export function nextRun(
  { drills, awsEnvironments, runs }: Facts,
  fits: (drill: DeclaredDrill) => boolean,
  otherwise: Extract<Next, { readonly code: 'write-drill' }>['for'],
): Next {
  const sent = new Map(
    newestFirst(runs)
      .toReversed()
      .filter(({ place, environment }) => place === 'aws' && awsEnvironments.includes(environment))
      .map(({ drill, environment }) => [drill, environment]),
  );
  const costOf = ({ name, place, live }: DeclaredDrill) =>
    (place === 'aws' || sent.has(name) ? 0 : 2) + (live ? 1 : 0);
  const [drill] = drills.filter(fits).toSorted((a, b) => costOf(a) - costOf(b));
  if (!drill) return { code: 'write-drill', for: otherwise };
  const { name, live } = drill;
  if (drill.place === 'aws') return { code: 'run', drill: name, live };
  const env = sent.get(name) ?? awsEnvironments[0];
  return env === undefined
    ? { code: 'declare-account', drill: name, live }
    : { code: 'run', drill: name, env, live };
}

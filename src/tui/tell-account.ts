import { byAccount, postureAt, requiredFindings } from '../core/judge-posture.ts';
import type { Tone } from '../core/narrate.ts';
import type { RunState } from '../core/run-state.ts';
import { tellPosture } from '../core/tell-posture.ts';

/** How the account was found last, and how much of what is required is good. `undefined`: nobody has looked. */
export function tellAccount({ posture }: RunState): { text: string; tone: Tone } | undefined {
  const last = posture.at(-1);
  if (!last) return undefined;
  const own = byAccount(posture).find((snapshots) => snapshots.includes(last)) ?? [];
  const found = postureAt(own, last.label)?.findings ?? [];
  const required = requiredFindings({ posture });
  const passed = required.filter(({ outcome }) => outcome === 'passed').length;
  const isOver = posture.some(({ label }) => label === 'after');
  const counts = `${last.label}: ${tellPosture(found)}`;
  if (required.length === 0) return { text: counts, tone: 'info' };
  if (!isOver) return { text: `${counts}; ${required.length} required`, tone: 'info' };
  return {
    text: `${counts}; ${passed} of ${required.length} required`,
    tone: required.some(({ outcome }) => outcome === 'failed')
      ? 'bad'
      : passed === required.length
        ? 'good'
        : 'warn',
  };
}

import { Box } from 'ink';
import type { ReactNode } from 'react';
import { MILESTONES, type MilestoneId } from '../core/milestone.ts';
import type { Tone } from '../core/narrate.ts';
import type { ResourceState, RunState } from '../core/run-state.ts';
import { formatMeasured } from './format.ts';
import { sinceImpact, timeOfDay } from './narration.ts';
import { Rule } from './Rule.tsx';
import { Txt } from './Txt.tsx';

/** What is good to have in sight where a terminal is large: the milestones so far, and what the run owns. */
export function SideFacts({
  state,
  columns,
  height,
}: {
  readonly state: RunState;
  readonly columns: number;
  readonly height: number;
}) {
  const parts = [
    { title: 'Milestones', lines: milestones(state) },
    { title: 'Resources', lines: resources(state) },
  ].filter(({ lines }) => lines.length > 0);
  return (
    <Box flexDirection="column" width={columns} height={height} overflow="hidden" flexShrink={0}>
      {parts.map(({ title, lines }) => (
        <Box key={title} flexDirection="column" marginTop={1} flexShrink={0}>
          <Rule title={title} columns={columns} />
          {lines}
        </Box>
      ))}
    </Box>
  );
}

function milestones({ milestones: reached }: RunState): ReactNode[] {
  const impact = reached.T0?.instant;
  return (Object.keys(MILESTONES) as MilestoneId[]).flatMap((id) => {
    const milestone = reached[id];
    if (!milestone) return [];
    const { instant, source, errorMs, note } = milestone;
    const error = errorMs > 0 ? [`± ${formatMeasured(errorMs, 0)}`] : [];
    const more = [
      ...error,
      ...(source === 'declared' ? ['declared'] : []),
      ...(note ? [note] : []),
    ];
    return [
      <Box key={id} height={1} flexShrink={0} paddingX={1}>
        <Box width={22} flexShrink={0}>
          <Txt>
            <Txt bold>{id}</Txt> {MILESTONES[id]}
          </Txt>
        </Box>
        <Txt>
          {timeOfDay(instant)}
          {impact !== undefined && `  ${sinceImpact(instant, impact)}`}
          <Txt tone="quiet">{`  ${more.join(', ')}`}</Txt>
        </Txt>
      </Box>,
    ];
  });
}

const RESOURCE_TONES: { readonly [status in ResourceState['status']]: Tone } = {
  intended: 'info',
  made: 'info',
  released: 'good',
  kept: 'info',
  'handed-over': 'good',
  leaked: 'bad',
};

function resources({ resources: owned }: RunState): ReactNode[] {
  return owned.map(({ activity, resource, status }) => (
    <Box key={`${activity} ${resource.id}`} height={1} flexShrink={0} paddingX={1}>
      <Box width={13} flexShrink={0}>
        <Txt tone={RESOURCE_TONES[status]}>{status}</Txt>
      </Box>
      <Txt>
        {resource.id} <Txt tone="quiet">{resource.type}</Txt>
      </Txt>
    </Box>
  ));
}

import { Box } from 'ink';
import { type Tone, told } from '../core/narrate.ts';
import type { ResourceState } from '../core/run-state.ts';
import { Paragraph } from './Part.tsx';
import { Txt } from './Txt.tsx';

const SIGNS: {
  readonly [status in ResourceState['status']]: { readonly sign: string; readonly tone: Tone };
} = {
  intended: { sign: '?', tone: 'warn' },
  made: { sign: '!', tone: 'warn' },
  released: { sign: '✔', tone: 'good' },
  kept: { sign: '!', tone: 'warn' },
  'handed-over': { sign: '→', tone: 'good' },
  leaked: { sign: '✘', tone: 'bad' },
};

/** What became of each thing that the run made, and how we know. */
export function CleanUpProof({
  resources,
  columns,
}: {
  readonly resources: readonly ResourceState[];
  readonly columns: number;
}) {
  if (resources.length === 0) return <Txt>nothing was made</Txt>;
  return resources.map((one) => {
    const { sign, tone } = SIGNS[one.status];
    const { type, id } = one.resource;
    return (
      <Box key={`${one.activity} ${id}`} flexDirection="column">
        <Paragraph text={`${sign} ${type} ${id}`} columns={columns} hang={2} tone={tone} />
        {fateOf(one).map((text) => (
          <Paragraph key={text} text={text} columns={columns} indent={2} tone="quiet" />
        ))}
      </Box>
    );
  });
}

function fateOf({ status, proof, failure }: ResourceState): string[] {
  switch (status) {
    case 'released':
      if (!proof) return ['removed, without a proof'];
      return [
        `gone: ${proof.call} answers ${proof.observed}`,
        ...(proof.requestId === undefined ? [] : [`request ${proof.requestId}`]),
      ];
    case 'kept':
      return ['kept, as asked'];
    case 'handed-over':
      return ['handed over to production: stays on purpose'];
    case 'leaked':
      return [`left behind: ${failure ? told(failure) : 'for an unknown reason'}`];
    case 'made':
      return ['still there'];
    case 'intended':
      return ['was about to be made; nobody has looked whether it exists'];
  }
}

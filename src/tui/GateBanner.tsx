import { Box } from 'ink';
import { type GateRow, NUMBER_WIDTH } from './gate-rows.ts';
import { Txt } from './Txt.tsx';

/** What the run waits for somebody to decide, and the keys to do it with. */
export function GateBanner({
  rows,
  columns,
  height,
}: {
  readonly rows: readonly GateRow[];
  readonly columns: number;
  readonly height: number;
}) {
  return (
    <Box flexDirection="column" width={columns} height={height} overflow="hidden" flexShrink={0}>
      {rows.map((row, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity beside their place.
        <Box key={index} height={1} flexShrink={0}>
          <Row row={row} />
        </Box>
      ))}
    </Box>
  );
}

function Row({ row: { kind, text, number } }: { readonly row: GateRow }) {
  switch (kind) {
    case 'title':
      return (
        <Txt bold color="black" backgroundColor="yellow">
          {` ${text} `}
        </Txt>
      );
    case 'fact':
      return <Txt>{` ${text}`}</Txt>;
    case 'field':
      return (
        <Txt bold>
          {` ${text}`}
          <Txt inverse> </Txt>
        </Txt>
      );
    case 'choice':
      return (
        <>
          <Box width={NUMBER_WIDTH} flexShrink={0} paddingLeft={1}>
            {number !== undefined && <Txt inverse>{` ${number} `}</Txt>}
          </Box>
          <Txt bold>{text}</Txt>
        </>
      );
  }
}

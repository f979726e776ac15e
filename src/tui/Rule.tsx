import { Box } from 'ink';
import { Txt } from './Txt.tsx';

/** A thin line with a word in it, between two parts of the screen. */
export function Rule({
  title,
  aside,
  columns,
}: {
  readonly title: string;
  readonly aside?: string;
  readonly columns: number;
}) {
  const start = `── ${title} `;
  const end = aside === undefined ? '' : ` ${aside} ──`;
  const room = Math.max(0, columns - start.length - end.length);
  return (
    <Box height={1} width={columns} flexShrink={0}>
      <Txt tone="quiet">{`${start}${'─'.repeat(room)}${end}`}</Txt>
    </Box>
  );
}

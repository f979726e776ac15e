import { Box } from 'ink';
import { Txt } from './Txt.tsx';

/** A bar of `width` columns; more than full is full. */
export function Bar({
  width,
  ratio,
  color,
}: {
  readonly width: number;
  readonly ratio: number;
  readonly color: string;
}) {
  const filled = Math.round(width * Math.min(1, Math.max(0, ratio)));
  return (
    <Box width={width} height={1} flexShrink={0}>
      <Txt color={color}>{'━'.repeat(filled)}</Txt>
      <Txt dimColor>{'╌'.repeat(width - filled)}</Txt>
    </Box>
  );
}

import { Box } from 'ink';
import { type PageRow, type Scroll, topRow } from './page.ts';
import { Rule } from './Rule.tsx';
import { Txt } from './Txt.tsx';

/** A part of the screen that is longer than its room. Its first row says how much of it is shown. */
export function Page({
  title,
  rows,
  scroll,
  columns,
  height,
}: {
  readonly title: string;
  /** Each fits the width of the page. */
  readonly rows: readonly PageRow[];
  readonly scroll: Scroll;
  readonly columns: number;
  readonly height: number;
}) {
  const room = Math.max(0, height - 1);
  const top = topRow(scroll, rows.length, room);
  const shown = rows.slice(top, top + room);
  const aside =
    rows.length > room ? `${top + 1} to ${top + shown.length} of ${rows.length}` : undefined;
  return (
    <Box flexDirection="column" width={columns} height={height} overflow="hidden" flexShrink={0}>
      <Rule title={title} columns={columns} {...(aside !== undefined && { aside })} />
      {shown.map(({ text, tone, bold = false }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity beside their place.
        <Box key={index} height={1} flexShrink={0}>
          <Txt bold={bold} {...(tone !== undefined && { tone })}>
            {text === '' ? ' ' : text}
          </Txt>
        </Box>
      ))}
    </Box>
  );
}

import { Box } from 'ink';
import type { ReactNode } from 'react';
import { Txt, type TxtProps } from './Txt.tsx';
import { wrapText } from './wrap-text.ts';

/** Columns of the labels of a summary. */
export const LABEL_WIDTH = 10;

/** A label and what belongs to it, beside it. */
export function Part({
  label,
  children,
}: {
  readonly label: string;
  readonly children: ReactNode;
}) {
  return (
    <Box>
      <Box width={LABEL_WIDTH} flexShrink={0}>
        <Txt bold>{label}</Txt>
      </Box>
      <Box flexDirection="column" flexGrow={1} flexShrink={1}>
        {children}
      </Box>
    </Box>
  );
}

/** Text of any length, in rows of at most `columns`; rows after the first are indented by `hang`. */
export function Paragraph({
  text,
  columns,
  indent = 0,
  hang = 0,
  ...style
}: Pick<TxtProps, 'tone' | 'color' | 'bold'> & {
  readonly text: string;
  readonly columns: number;
  readonly indent?: number;
  readonly hang?: number;
}) {
  return wrapText(text, columns - indent - hang).map((row, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity beside their place.
    <Box key={index} paddingLeft={indent + (index === 0 ? 0 : hang)}>
      <Txt {...style}>{row}</Txt>
    </Box>
  ));
}

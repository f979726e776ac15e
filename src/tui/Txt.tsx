import { Text, type TextProps } from 'ink';
import { createContext, type ReactNode, use } from 'react';
import type { Tone } from '../core/narrate.ts';

/** Whether colours may be used; bold, dim and inverse are no colours and stay. */
export const ColorContext = createContext(true);

const TONE_COLORS: { readonly [tone in Tone]: string | undefined } = {
  info: undefined,
  good: 'green',
  warn: 'yellow',
  bad: 'red',
  quiet: undefined,
};

export interface TxtProps
  extends Pick<TextProps, 'color' | 'backgroundColor' | 'bold' | 'inverse' | 'dimColor' | 'wrap'> {
  readonly tone?: Tone;
  readonly children?: ReactNode;
}

/** Text that obeys NO_COLOR and is cut, never wrapped, unless told otherwise: one text is one row. */
export function Txt({ tone, color, backgroundColor, ...props }: TxtProps) {
  const isColored = use(ColorContext);
  const shown = color ?? (tone && TONE_COLORS[tone]);
  return (
    <Text
      wrap="truncate-end"
      {...(tone === 'quiet' && { dimColor: true })}
      {...(isColored && shown !== undefined && { color: shown })}
      {...(isColored && backgroundColor !== undefined && { backgroundColor })}
      {...(!isColored && backgroundColor !== undefined && { inverse: true })}
      {...props}
    />
  );
}

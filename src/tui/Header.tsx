import { Box } from 'ink';
import type { Environment } from '../core/drill.ts';
import type { RunState } from '../core/run-state.ts';
import { timeOfDay } from './narration.ts';
import { Txt } from './Txt.tsx';

/** Where this run happens, in a colour that nobody can mistake. */
export function Badge({
  environment,
  isShort = false,
}: {
  readonly environment: Environment;
  readonly isShort?: boolean;
}) {
  switch (environment.kind) {
    case 'sandbox':
      return (
        <Txt bold color="black" backgroundColor="yellow">
          {' SANDBOX '}
        </Txt>
      );
    case 'aws':
      return (
        <Txt bold color="whiteBright" backgroundColor="red">
          {isShort
            ? ` AWS ${environment.accountId} `
            : ` AWS ${environment.accountId} ${environment.region} `}
        </Txt>
      );
  }
}

/** Says that nothing is done. */
function TabletopBadge() {
  return (
    <Txt bold color="black" backgroundColor="cyan">
      {' TABLETOP '}
    </Txt>
  );
}

/** Columns from which there is room to say that production is changed. */
const LIVE_FROM = 32;

/** Says that this is no rehearsal. */
export function LiveBadge() {
  return (
    <Txt bold color="black" backgroundColor="yellow">
      {' LIVE '}
    </Txt>
  );
}

/** First row: what runs and where. Second row, where there is room for it: which run, of which runbook. */
export function Header({
  state,
  columns,
  hasSubtitle,
}: {
  readonly state: RunState;
  readonly columns: number;
  readonly hasSubtitle: boolean;
}) {
  const { drill, runbook, environment } = state;
  const place = environment.kind === 'sandbox' ? [environment.region] : [];
  const about = [
    state.run,
    `${runbook.id} ${runbook.version}`,
    ...place,
    `since ${timeOfDay(state.openedAt)}`,
  ];
  return (
    <Box flexDirection="column" flexShrink={0} width={columns}>
      <Box height={1} flexShrink={0}>
        <Box flexShrink={0}>
          <Badge environment={environment} isShort={columns < 60} />
        </Box>
        {state.tabletop && columns >= LIVE_FROM && (
          <Box flexShrink={0} marginLeft={1}>
            <TabletopBadge />
          </Box>
        )}
        {state.live && columns >= LIVE_FROM && (
          <Box flexShrink={0} marginLeft={1}>
            <LiveBadge />
          </Box>
        )}
        <Box flexGrow={1} marginLeft={1}>
          <Txt bold>{drill.title}</Txt>
        </Box>
      </Box>
      {hasSubtitle && (
        <Box height={1} flexShrink={0} paddingLeft={1}>
          <Txt tone="quiet">{about.join(' · ')}</Txt>
        </Box>
      )}
    </Box>
  );
}

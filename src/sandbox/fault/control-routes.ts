import { z } from 'zod';
import { type Json, KunrenError } from '../../core/failure.ts';
import { outageRequest } from '../outage/outage.ts';
import type { Outages } from '../outage/outages.ts';
import { playScenario } from '../root/play-scenario.ts';
import { rootStatus } from '../root/root-status.ts';
import type { RootUsers } from '../root/root-users.ts';
import { scenarioRequest } from '../root/scenario.ts';
import type { WireRequest, WireResponse } from '../wire/wire-protocol.ts';
import type { EffectLog } from './effect-log.ts';
import { faultRequest } from './fault.ts';
import type { FaultBook } from './fault-book.ts';
import { type Settings, settingsRequest } from './settings.ts';

/** Where the sandbox is watched and made to misbehave; no path of AWS begins like this. */
export const CONTROL_PREFIX = '/_sandbox/';

export interface ControlParts {
  readonly faults: FaultBook;
  readonly effects: EffectLog;
  readonly outages: Outages;
  readonly root: RootUsers;
  status(): Promise<Json>;
  save(): Promise<void>;
}

/** Answers a request under `/_sandbox/`. */
export async function answerControl(
  parts: ControlParts,
  request: WireRequest,
): Promise<WireResponse> {
  const { faults, effects, outages, root, status, save } = parts;
  const [resource, id = ''] = request.path.slice(CONTROL_PREFIX.length).split('/').map(decode);
  switch (`${request.method} ${resource}`) {
    case 'GET status':
      return json(200, await status());
    case 'GET effects':
      return json(200, effects.list());
    case 'GET faults':
      return json(200, faults.list());
    case 'DELETE faults': {
      const cleared = faults.clear(id || undefined);
      await save();
      return json(200, { cleared });
    }
    case 'POST faults':
      return posted(request, faultRequest, async (asked) => {
        const fault = faults.add(asked);
        await save();
        return fault;
      });
    case 'GET outages':
      return json(200, outages.list());
    case 'DELETE outages':
      return explained(async () => {
        const ended = await outages.end(id || undefined);
        await save();
        return json(200, ended);
      });
    case 'POST outages':
      return posted(request, outageRequest, async (asked) => {
        const outage = await outages.start(asked);
        await save();
        return outage;
      });
    case 'GET root-users':
      return json(200, rootStatus(root));
    case 'POST root-users':
      return posted(request, scenarioRequest, async (asked) => {
        playScenario(root, asked);
        await save();
        return rootStatus(root).find(({ id }) => id === asked.account);
      });
    case 'GET settings':
      return json(200, settingsOf(root));
    case 'POST settings':
      return posted(request, settingsRequest, async ({ eventDelayMs }) => {
        root.cloudTrail.state.delayMs = eventDelayMs;
        await save();
        return settingsOf(root);
      });
    default:
      return json(404, { message: `There is no ${request.method} ${request.path}.` });
  }
}

function settingsOf({ cloudTrail }: RootUsers): Settings {
  return { eventDelayMs: cloudTrail.state.delayMs };
}

/** Answers what is posted as JSON of the right form. */
async function posted<Asked>(
  request: WireRequest,
  form: z.ZodType<Asked>,
  act: (asked: Asked) => Promise<unknown>,
): Promise<WireResponse> {
  // A web page can post text to loopback without asking, but not JSON.
  if (!request.headers['content-type']?.startsWith('application/json')) {
    return json(415, { message: 'This is posted as application/json.' });
  }
  const parsed = form.safeParse(parseJson(request.body.toString()));
  if (!parsed.success) return json(400, { message: z.prettifyError(parsed.error) });
  return explained(async () => json(201, await act(parsed.data)));
}

/** What cannot be done is answered with the reason. */
async function explained(act: () => Promise<WireResponse>): Promise<WireResponse> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof KunrenError)) throw error;
    return json(400, { message: error.message });
  }
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function json(status: number, body: unknown): WireResponse {
  return {
    status,
    headers: { 'content-type': 'application/json' },
    body: `${JSON.stringify(body, null, 2)}\n`,
  };
}

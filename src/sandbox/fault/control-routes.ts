import { z } from 'zod';
import type { Json } from '../../core/failure.ts';
import type { WireRequest, WireResponse } from '../wire/wire-protocol.ts';
import type { EffectLog } from './effect-log.ts';
import { faultRequest } from './fault.ts';
import type { FaultBook } from './fault-book.ts';

/** Where the sandbox is watched and made to misbehave; no path of AWS begins like this. */
export const CONTROL_PREFIX = '/_sandbox/';

export interface ControlParts {
  readonly faults: FaultBook;
  readonly effects: EffectLog;
  status(): Promise<Json>;
  save(): Promise<void>;
}

/** Answers a request under `/_sandbox/`. */
export async function answerControl(
  { faults, effects, status, save }: ControlParts,
  request: WireRequest,
): Promise<WireResponse> {
  const [resource, id] = request.path.slice(CONTROL_PREFIX.length).split('/');
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
    case 'POST faults': {
      // A web page can post text to loopback without asking, but not JSON.
      if (!request.headers['content-type']?.startsWith('application/json')) {
        return json(415, { message: 'A fault is posted as application/json.' });
      }
      const parsed = faultRequest.safeParse(parseJson(request.body.toString()));
      if (!parsed.success) return json(400, { message: z.prettifyError(parsed.error) });
      const fault = faults.add(parsed.data);
      await save();
      return json(201, fault);
    }
    default:
      return json(404, { message: `There is no ${request.method} ${request.path}.` });
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

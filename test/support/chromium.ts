import { spawn, spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** A page in a real browser, driven over the DevTools protocol. */
export interface ChromiumPage {
  /** Loads it, until all of it is there. */
  open(url: string): Promise<void>;
  /** Lets the page do what its own policy forbids. */
  withoutPolicy(): Promise<void>;
  /** What an expression gives in the page, promises awaited; as the browser's tools do it, whatever the page forbids. */
  evaluate<Value>(expression: string): Promise<Value>;
  /** @param colors of the system */
  show(width: number, height: number, colors: 'light' | 'dark'): Promise<void>;
  /** What is in view, as PNG. */
  screenshot(): Promise<Buffer>;
}

/** Whether there is one on this machine. */
export function hasChromium(): boolean {
  return spawnSync('chromium', ['--version'], { stdio: 'ignore' }).status === 0;
}

/** Starts a browser without a window, and ends it with whatever `use` does. */
export async function withChromium<Value>(
  use: (page: ChromiumPage) => Promise<Value>,
): Promise<Value> {
  const profile = await mkdtemp(join(tmpdir(), 'kunren-chromium-'));
  const browser = spawn(
    'chromium',
    ['--headless', '--no-sandbox', '--remote-debugging-port=0', `--user-data-dir=${profile}`],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const ended = new Promise((resolve) => browser.once('close', resolve));
  try {
    const port = await portOf(browser.stderr);
    const answer = await fetch(`http://127.0.0.1:${port}/json/new?about:blank`, { method: 'PUT' });
    const { webSocketDebuggerUrl } = (await answer.json()) as { webSocketDebuggerUrl: string };
    return await use(await connect(webSocketDebuggerUrl));
  } finally {
    browser.kill();
    await ended;
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function portOf(stderr: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface({ input: stderr })) {
    const port = /^DevTools listening on ws:\/\/[^:]+:(\d+)\//.exec(line)?.[1];
    if (port !== undefined) {
      stderr.resume();
      return port;
    }
  }
  throw new Error('the browser ended before it listened');
}

type Answer = { readonly [key: string]: unknown };

async function connect(url: string): Promise<ChromiumPage> {
  const socket = new WebSocket(url);
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve, { once: true });
    socket.addEventListener('error', reject, { once: true });
  });
  const waiting = new Map<number, (answer: { result?: Answer; error?: Answer }) => void>();
  const events = new Map<string, () => void>();
  socket.addEventListener('message', ({ data }) => {
    const message = JSON.parse(String(data));
    if (message.id === undefined) events.get(message.method)?.();
    else waiting.get(message.id)?.(message);
  });
  let id = 0;
  const send = (method: string, params: Answer = {}) =>
    new Promise<Answer>((resolve, reject) => {
      id += 1;
      waiting.set(id, ({ result, error }) =>
        error ? reject(new Error(`${method}: ${error['message']}`)) : resolve(result ?? {}),
      );
      socket.send(JSON.stringify({ id, method, params }));
    });
  await send('Page.enable');
  return {
    open: async (page) => {
      const loaded = new Promise<void>((resolve) => events.set('Page.loadEventFired', resolve));
      await send('Page.navigate', { url: page });
      await loaded;
    },
    withoutPolicy: async () => {
      await send('Page.setBypassCSP', { enabled: true });
    },
    evaluate: async <Value>(expression: string) => {
      const { result, exceptionDetails } = await send('Runtime.evaluate', {
        expression,
        awaitPromise: true,
        returnByValue: true,
      });
      if (exceptionDetails) throw new Error(JSON.stringify(exceptionDetails));
      return (result as { readonly value: Value }).value;
    },
    show: async (width, height, colors) => {
      await send('Emulation.setDeviceMetricsOverride', {
        width,
        height,
        deviceScaleFactor: 1,
        mobile: width < 600,
      });
      await send('Emulation.setEmulatedMedia', {
        features: [{ name: 'prefers-color-scheme', value: colors }],
      });
    },
    screenshot: async () => {
      const { data } = await send('Page.captureScreenshot');
      return Buffer.from(String(data), 'base64');
    },
  };
}

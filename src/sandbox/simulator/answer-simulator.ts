import type { RootUsers } from '../root/root-users.ts';
import { SignInRefusal } from '../root/sign-in-refusal.ts';
import type { WireRequest, WireResponse } from '../wire/wire-protocol.ts';
import {
  alternativePage,
  callAction,
  finishAction,
  mailAction,
  mailCodeAction,
} from './alternative-page.ts';
import { authenticatorPage } from './authenticator-page.ts';
import { CREDENTIALS_ACTIONS } from './credentials-actions.ts';
import { credentialsPage } from './credentials-page.ts';
import { homePage } from './home-page.ts';
import { html } from './html.ts';
import { mailboxPage, recreateAction } from './mailbox-page.ts';
import { phoneAction, phonePage } from './phone-page.ts';
import {
  forgotAction,
  forgotPage,
  forgotSentPage,
  resetAction,
  resetPage,
} from './recovery-pages.ts';
import { renderPage } from './render-page.ts';
import {
  mfaAction,
  mfaPage,
  resyncAction,
  resyncPage,
  signInAction,
  signInPage,
  signOutAction,
} from './sign-in-pages.ts';
import { SIMULATOR_PATH, simulatorPath } from './simulator-path.ts';
import type { Action, Page, SimulatorRequest } from './simulator-request.ts';

const COOKIE = 'kunren-sign-in';

const PAGES = new Map<string, (request: SimulatorRequest) => Page>(
  Object.entries({
    '': homePage,
    'sign-in': signInPage,
    mfa: mfaPage,
    resync: resyncPage,
    alternative: alternativePage,
    forgot: forgotPage,
    'forgot-sent': forgotSentPage,
    reset: resetPage,
    credentials: credentialsPage,
    mail: mailboxPage,
    phone: phonePage,
    authenticator: authenticatorPage,
  }),
);

const ACTIONS = new Map<string, Action>(
  Object.entries({
    'sign-in': signInAction,
    'sign-out': signOutAction,
    mfa: mfaAction,
    resync: resyncAction,
    'alternative-mail': mailAction,
    'alternative-mail-code': mailCodeAction,
    'alternative-call': callAction,
    'alternative-finish': finishAction,
    forgot: forgotAction,
    reset: resetAction,
    'mail-recreate': recreateAction,
    phone: phoneAction,
    ...CREDENTIALS_ACTIONS,
  }),
);

export interface SimulatorParts {
  readonly root: RootUsers;
  save(): Promise<void>;
}

/** Answers a browser. What a form does is on disk when it is answered. */
export async function answerSimulator(
  { root, save }: SimulatorParts,
  request: WireRequest,
): Promise<WireResponse> {
  const name = request.path.slice(SIMULATOR_PATH.length + 1);
  const isPost = request.method === 'POST';
  const asked: SimulatorRequest = {
    root,
    query: request.query,
    form: new URLSearchParams(isPost ? request.body.toString() : ''),
    signIn: cookieIn(request.headers['cookie']),
  };
  if (isPost) {
    if (!ACTIONS.has(name)) return notFound(asked);
    const answer = perform(name, asked);
    await save();
    return answer;
  }
  return PAGES.has(name) && request.method === 'GET' ? show(name, asked) : notFound(asked);
}

/** A refusal is told on the page that the form stands on. */
function perform(name: string, asked: SimulatorRequest): WireResponse {
  const action = ACTIONS.get(name);
  if (!action) return notFound(asked);
  try {
    return redirect(name, action, asked);
  } catch (error) {
    if (!(error instanceof SignInRefusal)) throw error;
    return show(action.page, asked, error.message);
  }
}

/** A page that needs a sign-in which is not there becomes the sign-in page. */
function show(name: string, request: SimulatorRequest, refused?: string): WireResponse {
  const page = PAGES.get(name) ?? signInPage;
  const done = ACTIONS.get(request.query.get('done') ?? '')?.done;
  try {
    const status = refused === undefined ? 200 : 400;
    return renderPage(page(request), { request, name, status, refused, done });
  } catch (error) {
    if (!(error instanceof SignInRefusal)) throw error;
    const refusal = { status: 400, refused: refused ?? error.message };
    return renderPage(signInPage(request), { request, name: 'sign-in', ...refusal });
  }
}

function redirect(name: string, action: Action, asked: SimulatorRequest): WireResponse {
  const { to, query, signIn } = action.act(asked);
  const done = action.done === undefined ? undefined : { done: name };
  const location = simulatorPath(to, { ...query, ...done });
  const settings = `Path=${SIMULATOR_PATH}; HttpOnly; SameSite=Strict`;
  const cookie =
    signIn === '' ? `${COOKIE}=; Max-Age=0; ${settings}` : `${COOKIE}=${signIn}; ${settings}`;
  const headers = { location, 'cache-control': 'no-store' };
  return {
    status: 303,
    headers: signIn === undefined ? headers : { ...headers, 'set-cookie': cookie },
    body: '',
  };
}

function notFound(request: SimulatorRequest): WireResponse {
  const body = html`<p>The simulator has no such page. Choose one above.</p>`;
  return renderPage({ title: 'Not found', body }, { request, status: 404 });
}

function cookieIn(header = ''): string {
  const pairs = header.split(';').map((pair) => pair.trim().split('='));
  return pairs.find(([name]) => name === COOKIE)?.[1] ?? '';
}

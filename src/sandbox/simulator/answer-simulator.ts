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
    const action = ACTIONS.get(name);
    if (!action) return notFound();
    const answer = perform(action, asked);
    await save();
    return answer;
  }
  const page = PAGES.get(name);
  return page && request.method === 'GET' ? show(page, asked) : notFound();
}

/** A refusal is told on the page that the form stands on. */
function perform(action: Action, asked: SimulatorRequest): WireResponse {
  try {
    const { to, signIn } = action.act(asked);
    return redirect(to, signIn);
  } catch (error) {
    if (!(error instanceof SignInRefusal)) throw error;
    return show(PAGES.get(action.page) ?? signInPage, asked, error.message);
  }
}

/** A page that needs a sign-in which is not there becomes the sign-in page. */
function show(
  page: (request: SimulatorRequest) => Page,
  asked: SimulatorRequest,
  refused?: string,
): WireResponse {
  try {
    return renderPage(page(asked), refused === undefined ? 200 : 400, refused);
  } catch (error) {
    if (!(error instanceof SignInRefusal)) throw error;
    return renderPage(signInPage(), 400, error.message);
  }
}

function redirect(to: string, signIn: string | undefined): WireResponse {
  const location = simulatorPath(to);
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

function notFound(): WireResponse {
  const body = html`<p>The simulator has no such page.</p>`;
  return renderPage({ title: 'Not found', body }, 404);
}

function cookieIn(header = ''): string {
  const pairs = header.split(';').map((pair) => pair.trim().split('='));
  return pairs.find(([name]) => name === COOKIE)?.[1] ?? '';
}

import type { RootUsers } from '../root/root-users.ts';
import type { Html } from './html.ts';

/** A request to the simulator, as its pages and actions see it. */
export interface SimulatorRequest {
  readonly root: RootUsers;
  readonly query: URLSearchParams;
  readonly form: URLSearchParams;
  /** Of the sign-in that the browser's cookie names; empty without one. */
  readonly signIn: string;
}

export interface Page {
  readonly title: string;
  readonly body: Html;
  /** Seconds after which what it shows is old, and it loads itself again. @default never */
  readonly freshFor?: number;
}

/** What a form does; it throws a `SignInRefusal` when it may not. */
export interface Action {
  /** The page that the form stands on, and that tells why it was refused. */
  readonly page: string;
  /** What the page that comes then tells, where that page does not show it. @default nothing */
  readonly done?: string;
  /** @returns where the browser goes, and the sign-in that it has from now on; `signIn: ''` ends it. */
  act(request: SimulatorRequest): {
    readonly to: string;
    readonly query?: { readonly [name: string]: string };
    readonly signIn?: string;
  };
}

export const PASSWORD_HINT =
  'From 8 to 128 characters, with three of these: upper case, lower case, a number, a symbol.';

/** A field of the form, without blanks around it; empty when it is not there. */
export function field({ form }: SimulatorRequest, name: string): string {
  return (form.get(name) ?? '').trim();
}

/** As it was typed. */
export function secretField({ form }: SimulatorRequest, name: string): string {
  return form.get(name) ?? '';
}

/** What stands in a field when its page is shown: what was typed before a refusal, or what the link gives. */
export function typed({ form, query }: SimulatorRequest, name: string): string | undefined {
  return form.get(name) ?? query.get(name) ?? undefined;
}

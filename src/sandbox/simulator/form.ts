import { type Html, html } from './html.ts';
import { simulatorPath } from './simulator-path.ts';

export interface FieldOptions {
  readonly name: string;
  readonly label: string;
  /** `code` is for digits. @default text */
  readonly type?: 'text' | 'code' | 'email' | 'password';
  readonly value?: string | undefined;
  /** What helps to fill it in. @default nothing */
  readonly hint?: string | Html;
}

export interface FormOptions {
  /** Whether the page has a better thing to do. @default false */
  readonly isSecond?: boolean;
  /** What the button acts on, for those who hear the page button by button. @default its text says it all */
  readonly about?: string;
}

/** A form that is posted to one of the simulator's actions. @param submit what stands on its button */
export function form(
  action: string,
  submit: string,
  fields: readonly (FieldOptions | Html)[] = [],
  { isSecond = false, about }: FormOptions = {},
): Html {
  const inputs = fields.map((each) => ('label' in each ? input(each) : each));
  const look = isSecond ? html` class="second"` : undefined;
  const name = about === undefined ? undefined : html` aria-label="${submit} ${about}"`;
  return html`<form method="post" action="${simulatorPath(action)}">${inputs}<button${look}${name}>${submit}</button></form>`;
}

/** A value that goes along unseen. */
export function hidden(name: string, value: string): Html {
  return html`<input type="hidden" name="${name}" value="${value}">`;
}

export function link(
  page: string,
  text: string,
  query: { readonly [name: string]: string } = {},
): Html {
  return html`<a href="${simulatorPath(page, query)}">${text}</a>`;
}

/** A link that is the thing to do next. */
export function action(...[page, text, query]: Parameters<typeof link>): Html {
  return html`<a href="${simulatorPath(page, query)}" class="action">${text}</a>`;
}

function input({ name, label, type = 'text', value, hint }: FieldOptions): Html {
  const kind = type === 'code' ? 'text' : type;
  const keys = type === 'code' ? html` inputmode="numeric"` : undefined;
  const help = hint === undefined ? undefined : html` <small>${hint}</small>`;
  return html`<label>${label}${help}<input type="${kind}" name="${name}" value="${value}" required autocomplete="off"${keys}></label>`;
}

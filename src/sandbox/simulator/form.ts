import { type Html, html } from './html.ts';
import { simulatorPath } from './simulator-path.ts';

export interface FieldOptions {
  readonly name: string;
  readonly label: string;
  /** @default text */
  readonly type?: 'text' | 'email' | 'password';
  readonly value?: string;
}

/** A form that is posted to one of the simulator's actions. @param submit what stands on its button */
export function form(
  action: string,
  submit: string,
  fields: readonly (FieldOptions | Html)[] = [],
): Html {
  const inputs = fields.map((each) => ('label' in each ? input(each) : each));
  return html`<form method="post" action="${simulatorPath(action)}">${inputs}<button>${submit}</button></form>`;
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
  const search = new URLSearchParams(query).toString();
  const href = `${simulatorPath(page)}${search === '' ? '' : `?${search}`}`;
  return html`<a href="${href}">${text}</a>`;
}

function input({ name, label, type = 'text', value }: FieldOptions): Html {
  return html`<label>${label} <input type="${type}" name="${name}" value="${value}" required autocomplete="off"></label>`;
}

import { expect } from 'vitest';
import { SIMULATOR_PATH } from '../../src/sandbox/simulator/simulator-path.ts';

/** A browser without JavaScript: it keeps the cookie, follows links and submits the forms that it sees. */
export class Browser {
  readonly #url: string;
  #cookie = '';
  /** The page that is open. */
  path = '';
  status = 0;
  text = '';
  headers = new Headers();

  constructor(url: string) {
    this.#url = url;
  }

  /** @param page e.g. `mail?address=…` */
  async open(page: string): Promise<void> {
    await this.#go('GET', `${SIMULATOR_PATH}/${page}`);
  }

  /** Follows the link that has this text. */
  async follow(text: string): Promise<void> {
    const links = [...this.text.matchAll(/<a href="([^"]*)"[^>]*>([^<]*)<\/a>/g)];
    const found = links.find(([, , label]) => unescaped(label ?? '') === text);
    if (!found) throw new Error(`There is no link "${text}" on ${this.path}.`);
    await this.#go('GET', unescaped(found[1] ?? ''));
  }

  /** Submits the form whose button has this text and whose hidden values are these; every other field must be given. */
  async submit(
    button: string,
    fields: { readonly [name: string]: string } = {},
    hidden: { readonly [name: string]: string } = {},
  ): Promise<void> {
    const forms = [...this.text.matchAll(/<form method="post" action="([^"]*)">(.*?)<\/form>/gs)];
    const wanted = forms.find(([, , inner = '']) => {
      const own = valuesIn(inner);
      const isMeant = Object.entries(hidden).every(([name, value]) => own.get(name) === value);
      return isMeant && new RegExp(`<button[^>]*>${button}</button>`).test(inner);
    });
    if (!wanted) throw new Error(`There is no form "${button}" on ${this.path}:\n${this.text}`);
    const [, action = '', inner = ''] = wanted;
    const values = valuesIn(inner);
    for (const [name, value] of Object.entries(fields)) {
      expect([...values.keys()]).toContain(name);
      values.set(name, value);
    }
    expect([...values].filter(([, value]) => value === '')).toEqual([]);
    await this.#go('POST', unescaped(action), new URLSearchParams([...values]));
  }

  /** What the page shows, without its tags. */
  get shown(): string {
    return this.elements('main').join(' ');
  }

  /** What the page says where it refuses something. */
  get refusal(): string {
    const [, text = ''] = /<p [^>]*role="alert"[^>]*>(.*?)<\/p>/s.exec(this.text) ?? [];
    return textOf(text);
  }

  /** The text of each such element, without its tags; for elements that do not stand in one another. */
  elements(tag: string): string[] {
    const all = this.text.matchAll(new RegExp(`<${tag}[ >].*?</${tag}>`, 'gs'));
    return [...all].map(([element]) => textOf(element));
  }

  async #go(method: string, path: string, body?: URLSearchParams): Promise<void> {
    const response = await fetch(new URL(path, this.#url), {
      method,
      redirect: 'manual',
      headers: this.#cookie === '' ? {} : { cookie: this.#cookie },
      ...(body && { body }),
    });
    const cookie = response.headers.get('set-cookie');
    if (cookie !== null) this.#cookie = cookie.split(';')[0] ?? '';
    const location = response.headers.get('location');
    if (response.status === 303 && location !== null) return this.#go('GET', location);
    this.path = path;
    this.status = response.status;
    this.headers = response.headers;
    this.text = await response.text();
  }
}

function valuesIn(form: string): Map<string, string> {
  const inputs = form.matchAll(/<input type="\w+" name="([^"]*)" value="([^"]*)"/g);
  return new Map([...inputs].map(([, name = '', value = '']) => [name, unescaped(value)]));
}

function textOf(markup: string): string {
  return unescaped(markup.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ')).trim();
}

function unescaped(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}

import { Browser } from './browser.ts';

export interface WalkerOptions {
  /** Of the sandbox's front door. */
  readonly url: string;
  /** Twelve digits: whose root user the person wins back. */
  readonly account: string;
  /** Called between two looks at an authenticator whose code was used already; lets some time pass. */
  readonly wait: () => Promise<void> | void;
}

/** What a person gives to the sign-in page. */
export interface SignIn {
  readonly password: string;
  /** @default the one that the authenticator shows, where the page asks for one */
  readonly code?: string;
}

export interface Mail {
  readonly from: string;
  readonly subject: string;
  readonly text: string;
}

interface ShownCodes {
  readonly name: string;
  readonly before: string;
  readonly now: string;
}

/**
 * A person who wins back a root user in the sign-in simulator: one method for each thing that they do. It knows what
 * the pages show and nothing else. What a page refuses is thrown as an `Error` with its words.
 */
export class SimulatorWalker {
  readonly account: string;
  /** The window with the sign-in page. */
  readonly console: Browser;
  /** The windows beside it: mailbox, phone, authenticator. */
  readonly #desk: Browser;
  readonly #wait: WalkerOptions['wait'];
  /** By device; no code counts twice. */
  readonly #used = new Map<string, string>();

  constructor({ url, account, wait }: WalkerOptions) {
    this.account = account;
    this.console = new Browser(url);
    this.#desk = new Browser(url);
    this.#wait = wait;
  }

  /** The address of the root user, as the start page tells it. */
  async email(): Promise<string> {
    await this.#desk.open('');
    const row = this.#desk.elements('article').find((text) => text.includes(this.account));
    return found(/\S+@\S+/.exec(row ?? '')?.[0], `The start page has no account ${this.account}.`);
  }

  /** "Forgot your password?" */
  async requestPasswordReset(email?: string): Promise<void> {
    await this.console.open('sign-in');
    await this.console.follow('Forgot your password?');
    await this.#submit('Send email', { email: email ?? (await this.email()) });
  }

  /** The newest mail of a mailbox, by default the root user's; `undefined` when there is none. */
  async openNewestMail(address?: string): Promise<Mail | undefined> {
    await this.#openMailbox(address);
    const [newest] = this.#desk.elements('article');
    const [, subject, from, text] = /^(.+?) From (\S+), \S+ \S+ UTC (.+)$/.exec(newest ?? '') ?? [];
    if (subject === undefined || from === undefined || text === undefined) return undefined;
    return { subject, from, text };
  }

  /** The code in the newest mail, for whoever signs in without a device or changes the address. */
  async readEmailCode(address?: string): Promise<string> {
    const mail = await this.openNewestMail(address);
    return found(/ is ([A-Z0-9]{6})\./.exec(mail?.text ?? '')?.[1], 'The newest mail has no code.');
  }

  /** Whoever runs the mail of the domain makes the root user's mailbox anew. */
  async recreateMailbox(): Promise<void> {
    await this.#openMailbox();
    await this.#desk.submit('Make the mailbox anew');
  }

  /** Follows the link in the newest mail and sets a password. */
  async setPassword(password: string): Promise<void> {
    await this.#openMailbox();
    // The link opens in the window where the mail is; the person signs in there, or anywhere.
    await this.#desk.follow('Reset your password');
    await submit(this.#desk, 'Reset password', { password, again: password });
  }

  /** Signs in with the password, and with a code where there is an MFA device. */
  async signIn({ password, code }: SignIn): Promise<void> {
    await this.givePassword(password);
    if (!this.console.path.endsWith('/mfa')) return;
    await this.#submit('Submit', { code: code ?? (await this.readCode()) });
  }

  /** The first step alone. */
  async givePassword(password: string): Promise<void> {
    await this.console.open('sign-in');
    await this.#submit('Sign in', { email: await this.email(), password });
  }

  /** Signs in with the password, and with mail and phone instead of a device that is lost. */
  async signInByAlternativeFactors(password: string): Promise<void> {
    await this.givePassword(password);
    await this.console.follow('Sign in using alternative factors');
    await this.#submit('Send verification email');
    await this.#submit('Verify', { code: await this.readEmailCode() });
    await this.#submit('Call me now');
    await this.keyInOnPhone(
      found(/key this in: (\d{6})/.exec(this.console.shown)?.[1], 'No call was made.'),
    );
    await this.console.follow('I have keyed it in');
    await this.#submit('Sign in');
  }

  /** Gives two codes in a row of a device whose clock is off, then signs in. */
  async signInByResync(password: string): Promise<void> {
    await this.givePassword(password);
    await this.console.follow('Re-sync with our servers');
    const { before: first, now: second } = await this.#codesOf();
    await this.#submit('Re-sync', { first, second });
    this.#used.set((await this.#codesOf()).name, second);
    await this.#submit('Submit', { code: await this.readCode() });
  }

  /** Answers the call and keys in what the sign-in page shows. */
  async keyInOnPhone(code: string): Promise<void> {
    await this.#desk.open('phone');
    await submit(this.#desk, 'Key in', { code });
  }

  async signOut(): Promise<void> {
    await this.#submit('Sign out');
  }

  /** The MFA devices of the root user that is signed in, by name. */
  async mfaDevices(): Promise<string[]> {
    return (await this.#itemsWith('Deactivate')).map((text) => text.replace(/^.*:mfa\//, ''));
  }

  /** @param name e.g. `root-account-mfa-device` */
  async deactivateMfa(name: string): Promise<void> {
    await this.#openCredentials();
    await this.#submit('Deactivate', {}, { serial: this.#serial(name) });
  }

  /** Registers a new device with two codes in a row. */
  async registerMfa(name: string): Promise<void> {
    await this.#openCredentials();
    await this.#submit('Add MFA device', { name });
    const { before: first, now: second } = await this.#codesOf(name);
    await this.#submit('Register', { first, second });
    this.#used.set(name, second);
  }

  /** Deletes every access key of the root user. @returns their ids */
  async deleteAccessKeys(): Promise<string[]> {
    return this.#deleteAll(/^AKIA\w+/);
  }

  /** Deletes every signing certificate of the root user. @returns their ids */
  async deleteCertificates(): Promise<string[]> {
    return this.#deleteAll(/^[0-9A-F]{32}/);
  }

  async changePassword(current: string, wanted: string): Promise<void> {
    await this.#openCredentials();
    await this.#submit('Change password', { current, wanted });
  }

  /** Changes the root user's own address, with the code that the new mailbox gets. */
  async changeEmail(email: string): Promise<void> {
    await this.#openCredentials();
    await this.#submit('Send a code to the new address', { email });
    await this.#submit('Change address', { otp: await this.readEmailCode(email) });
  }

  /**
   * A code of one of this account's devices that was not used yet; waits for the next one where it must.
   * @param name @default the first device that the authenticator has
   */
  async readCode(name?: string): Promise<string> {
    for (;;) {
      const device = await this.#codesOf(name);
      if (this.#used.get(device.name) !== device.now) {
        this.#used.set(device.name, device.now);
        return device.now;
      }
      await this.#wait();
    }
  }

  async #codesOf(name?: string): Promise<ShownCodes> {
    await this.#desk.open('authenticator');
    const shown = this.#desk.elements('article').flatMap((text) => {
      const codes = /^(\S+) .*\((\d+)\).* Code before (\d{6}) Code now (\d{6}) /.exec(text);
      const [, device = '', account, before = '', now = ''] = codes ?? [];
      return account === this.account ? [{ name: device, before, now }] : [];
    });
    const device = shown.find((each) => name === undefined || each.name === name);
    return found(device, `The authenticator has no device ${name ?? `of ${this.account}`}.`);
  }

  async #deleteAll(id: RegExp): Promise<string[]> {
    const ids = (await this.#itemsWith('Delete')).flatMap((text) => id.exec(text)?.[0] ?? []);
    for (const each of ids) await this.#submit('Delete', {}, { id: each });
    return ids;
  }

  /** What the list items of the credentials page with such a button begin with. */
  async #itemsWith(button: string): Promise<string[]> {
    await this.#openCredentials();
    return this.console
      .elements('li')
      .filter((text) => text.endsWith(button))
      .map((text) => text.split(/[ ,]/)[0] ?? '');
  }

  async #openCredentials(): Promise<void> {
    await this.console.open('credentials');
    if (this.console.status !== 200) throw new Error(this.console.refusal);
  }

  async #openMailbox(address?: string): Promise<void> {
    const wanted = address ?? (await this.email());
    await this.#desk.open('mail');
    await this.#desk.follow(wanted.toLowerCase());
  }

  async #submit(...form: Parameters<Browser['submit']>): Promise<void> {
    await submit(this.console, ...form);
  }

  #serial(name: string): string {
    return `arn:aws:iam::${this.account}:mfa/${name}`;
  }
}

async function submit(window: Browser, ...form: Parameters<Browser['submit']>): Promise<void> {
  await window.submit(...form);
  if (window.status !== 200) throw new Error(window.refusal);
}

function found<Thing>(thing: Thing | undefined, otherwise: string): Thing {
  if (thing === undefined) throw new Error(otherwise);
  return thing;
}

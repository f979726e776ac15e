import type { Drill, Environment } from '../../src/core/drill.ts';
import { sha256 } from '../../src/core/hash.ts';
import type { People } from '../../src/core/people.ts';
import type { Person } from '../../src/core/person.ts';
import type { Ms } from '../../src/core/ports.ts';
import type { OperatorCommand, RunbookIdentity, StepDeclaration } from '../../src/core/record.ts';
import type { AnswerForm, TaskPrompt } from '../../src/core/task.ts';
import { postureFacts } from '../../src/core/tell-posture.ts';
import { SAMPLE_IMPACT } from './sample-drill.ts';
import { ROOT_ACCOUNT, rootPosture } from './sample-root-posture.ts';
import type { SampleScene } from './sample-scene.ts';

const MINUTE: Ms = 60_000;

const PEOPLE: People = {
  participants: [
    { name: 'Commander of the week', roles: ['incident-commander'], identities: ['ops'] },
    {
      name: 'Security lead',
      roles: ['approver', 'observer'],
      identities: ['arn:aws:sts::111122223333:assumed-role/security/*'],
    },
    { name: 'Mail desk', roles: ['mailbox-holder', 'phone-holder'], identities: ['mail'] },
    { name: 'Auditor', roles: ['observer'], identities: ['audit'] },
  ],
  secondPerson: true,
};

const COMMANDER: Person = { name: 'ops', identity: 'os', host: 'ops-01', via: 'screen' };
const APPROVER: Person = {
  name: 'security/lead',
  identity: 'aws',
  arn: 'arn:aws:sts::111122223333:assumed-role/security/lead',
  host: 'sec-02',
  via: 'command',
};
const MAIL_DESK: Person = { name: 'mail', identity: 'os', host: 'desk-07', via: 'command' };
/** Whom the drill does not name. */
const GUEST: Person = { name: 'guest', identity: 'os', host: 'desk-07', via: 'command' };

export const ROOT_RUNBOOK: RunbookIdentity = {
  id: 'recover-root-mfa',
  title: 'Win back a root user whose MFA device is lost',
  version: '1.0.0',
  hash: sha256('recover-root-mfa 1.0.0'),
};

export const ROOT_STEPS: readonly StepDeclaration[] = [
  {
    id: 'posture-before',
    title: 'Look at the account',
    kind: 'probe',
    waitsOn: 'aws',
    activity: 'account.snapshot-posture',
  },
  {
    id: 'lose-device',
    title: 'Take the MFA device away',
    kind: 'mutation',
    waitsOn: 'tool',
    activity: 'root.start-trouble',
  },
  task('declare', 'Declare the incident'),
  task('approve', 'Agree to sign in as root user'),
  task('mail', 'Prove the mailbox'),
  { ...task('case', 'Wait for AWS Support to call'), waitsOn: 'aws', activity: 'human.await-aws' },
  {
    id: 'watch',
    title: 'Watch for other use of the root user',
    kind: 'probe',
    waitsOn: 'aws',
    activity: 'cloudtrail.find-root-events',
  },
  {
    id: 'posture-during',
    title: 'Look at the account without a device',
    kind: 'probe',
    waitsOn: 'aws',
    activity: 'account.snapshot-posture',
  },
  task('device', 'Register a new MFA device'),
  task('sign-in', 'Sign in with the new device'),
  {
    id: 'posture-after',
    title: 'Look at the account again',
    kind: 'probe',
    waitsOn: 'aws',
    activity: 'account.snapshot-posture',
  },
];

function task(id: string, title: string): StepDeclaration {
  return { id, title, kind: 'human', waitsOn: 'people', activity: 'human.do-task' };
}

export function rootDrill({ kind }: Environment): Drill {
  return {
    name: 'root-lost-mfa',
    title: 'Win back the root user of the shop after its MFA device is lost',
    runbook: ROOT_RUNBOOK.id,
    scenario: {
      kind: 'root-access-loss',
      description: 'The phone with the only MFA device of the root user fell into the harbour.',
      ...(kind === 'sandbox'
        ? { root: 'lost-mfa' }
        : { impactAt: SAMPLE_IMPACT, detectedAfterMs: 240_000 }),
    },
    objectives: { rtoMs: 4 * 60 * MINUTE },
    parameters: { account: ROOT_ACCOUNT, domains: ['example.com'] },
    checks: [],
    people: PEOPLE,
  };
}

/** From the first look at the account to the last; a support case of two hours is the longest part. */
export function playRoot(scene: SampleScene): void {
  const { journal } = scene;
  journal.enter(['before']);
  look(scene, 'before');
  if (scene.environment.kind === 'aws') {
    journal.enter(['declare'], ['before']);
    journal.milestone('T0', { at: SAMPLE_IMPACT, source: 'declared' });
    journal.milestone('T1', { at: '2026-11-24T00:57:00.000Z', source: 'declared' });
  } else {
    journal.enter(['lose'], ['before']);
    journal.perform('lose-device', { name: 'root.start-trouble', actsFor: 900 });
    journal.enter(['declare'], ['lose']);
    journal.milestone('T0');
    journal.milestone('T1');
  }
  ask(scene, 'declare', {
    role: 'incident-commander',
    action: 'Say what is lost, and declare the incident.',
    answer: { kind: 'choice', choices: [{ value: 'device', label: 'The MFA device' }] },
    after: 6 * MINUTE,
    says: [{ who: COMMANDER, command: { type: 'answer', task: 'declare', value: 'device' } }],
  });
  journal.enter(['approve'], ['declare']);
  journal.milestone('T2');
  ask(scene, 'approve', {
    role: 'approver',
    action: 'Agree that somebody signs in as root user.',
    answer: { kind: 'approval', needed: 1 },
    after: 11 * MINUTE,
    refused: GUEST,
    says: [
      { who: APPROVER, command: { type: 'answer', task: 'approve', comment: 'ticket SEC-41' } },
    ],
  });
  journal.enter(['recover', 'recover.way', 'recover.watch'], ['approve']);
  journal.milestone('T3');
  const watch = { name: 'cloudtrail.find-root-events', everyMs: 60_000 };
  journal.schedule('watch', watch);
  journal.start('watch', watch);
  ask(scene, 'mail', {
    role: 'mailbox-holder',
    action: 'Open the mail from AWS and read out its code.',
    answer: { kind: 'done' },
    after: 9 * MINUTE,
    says: [{ who: MAIL_DESK, command: { type: 'answer', task: 'mail' } }],
  });
  note(scene, GUEST, 'The mail took four minutes and was in the spam folder.');
  ask(scene, 'case', {
    role: 'phone-holder',
    action: 'Open a case for a lost MFA device and wait for the call.',
    answer: { kind: 'reference', of: 'the id of the case' },
    after: 128 * MINUTE,
    says: [{ who: MAIL_DESK, command: { type: 'answer', task: 'case', value: '1234567890' } }],
  });
  look(scene, 'during');
  ask(scene, 'device', {
    role: 'operator',
    action: 'Register a new device for the root user.',
    answer: { kind: 'text', of: 'the name of the device' },
    after: 4 * MINUTE,
    says: [{ who: COMMANDER, command: { type: 'answer', task: 'device', value: 'root-key-2' } }],
  });
  ask(scene, 'sign-in', {
    role: 'operator',
    action: 'Sign in as root user with the new device.',
    answer: { kind: 'done' },
    after: 2 * MINUTE,
    says: [{ who: COMMANDER, command: { type: 'answer', task: 'sign-in' } }],
  });
  journal.add({
    type: 'activity.cancelled',
    data: { activity: 'watch', reason: 'the runbook left the state' },
  });
  journal.enter(['after'], ['recover', 'recover.way', 'recover.watch']);
  journal.milestone('T5');
  look(scene, 'after');
  journal.enter(['done'], ['after']);
  journal.add({ type: 'cleanup.started', data: { resources: [], keep: false } });
  journal.add({ type: 'cleanup.finished', data: { released: 0, kept: 0, leaked: 0 } });
}

/** The shortest and the longest look take most of a minute: the credential report has to be made. */
function look({ journal }: SampleScene, label: 'before' | 'during' | 'after'): void {
  const id = `posture-${label}`;
  const told = { name: 'account.snapshot-posture', input: { label } };
  journal.schedule(id, told);
  journal.attempt(id, 'poll');
  journal.call(id, { call: 'iam:GetAccountSummary' });
  journal.call(id, { call: 'iam:GetCredentialReport', ms: 38_000 });
  const posture = rootPosture(label, journal.at);
  journal.add({
    type: 'activity.succeeded',
    data: {
      activity: id,
      output: { account: ROOT_ACCOUNT, label },
      polls: 1,
      pollIntervalMs: 0,
      facts: postureFacts(posture),
      posture,
    },
  });
}

interface Asked {
  readonly role: TaskPrompt['role'];
  readonly action: string;
  readonly answer: AnswerForm;
  /** Until the answer. */
  readonly after: Ms;
  readonly says: readonly { readonly who: Person; readonly command: OperatorCommand }[];
  /** Who tries first and may not. */
  readonly refused?: Person;
}

function ask({ journal }: SampleScene, step: string, asked: Asked): void {
  const { role, action, answer, after, says, refused } = asked;
  const prompt: TaskPrompt = {
    role,
    action,
    answer,
    expectedMs: 10 * MINUTE,
    deadlineMs: 30 * 24 * 60 * MINUTE,
  };
  journal.add({
    type: 'activity.scheduled',
    data: { activity: step, name: 'human.do-task', input: JSON.parse(JSON.stringify(prompt)) },
  });
  const deadline = new Date(Date.parse(journal.at) + prompt.deadlineMs).toISOString();
  journal.add({ type: 'task.opened', data: { activity: step, prompt, deadline } });
  journal.pass(after);
  if (refused) {
    const command: OperatorCommand = { type: 'answer', task: step };
    journal.add({
      type: 'operator.commanded',
      data: { command, by: refused.name, who: refused, accepted: false, reason: 'not an approver' },
    });
  }
  for (const { who, command } of says) {
    journal.add({
      type: 'operator.commanded',
      data: { command, by: who.name, who, accepted: true },
    });
  }
  const last = says.at(-1);
  const value = last && 'value' in last.command ? (last.command.value ?? null) : null;
  journal.add({
    type: 'activity.succeeded',
    data: {
      activity: step,
      output: { outcome: 'answered', value, by: last?.who.name ?? '', at: journal.at },
      polls: 0,
      pollIntervalMs: 0,
    },
  });
}

function note({ journal }: SampleScene, who: Person, text: string): void {
  journal.add({
    type: 'operator.commanded',
    data: { command: { type: 'note', text }, by: who.name, who, accepted: true },
  });
}

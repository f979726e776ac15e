import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/cli/system-clock.ts';
import { listRootUsers, playScenario } from '../../src/sandbox/control-client.ts';
import { SCENARIOS } from '../../src/sandbox/root/scenario.ts';
import { FIRST_PASSWORD } from '../../src/sandbox/root/seed.ts';
import { cliProject } from '../support/cli-project.ts';
import { SimulatorWalker } from '../support/simulator-walker.ts';

const MANAGEMENT = '000000000000';

describe('drill sandbox root', () => {
  const project = cliProject();
  const root = (...args: string[]) => project.drill('sandbox', 'root', ...args);

  afterEach(async () => {
    const { endpointUrl } = project.sandbox.info;
    await playScenario(endpointUrl, { account: MANAGEMENT, scenario: 'normal' });
  });

  it('lists the root users and what has happened to them', async () => {
    expect(await root()).toMatchObject({
      code: 0,
      stderr: '',
      stdout: [
        '000000000000  shop-management   aws-management@shop.example   normal',
        '111111111111  shop-production   aws-production@shop.example   normal',
        '222222222222  shop-sandbox      aws-sandbox@shop.example      normal',
        '',
      ].join('\n'),
    });
  });

  it('plays a scenario, says where the way back is, and takes it back', async () => {
    const played = await root(MANAGEMENT, 'lost-password');
    expect(played.stdout).toContain('its root user is now lost-password');
    expect(played.stdout).toContain(project.sandbox.info.signInUrl);
    expect(played.code).toBe(0);
    expect((await root()).stdout).toMatch(/^000000000000 .* lost-password$/m);

    const { endpointUrl: url } = project.sandbox.info;
    const wait = () => systemClock.sleep(500);
    const person = new SimulatorWalker({ url, account: MANAGEMENT, wait });
    await expect(person.givePassword(FIRST_PASSWORD)).rejects.toThrow('incorrect');
    await person.requestPasswordReset();
    await person.setPassword('Sandbox-root-2');
    await person.signIn({ password: 'Sandbox-root-2' });
    expect(await person.mfaDevices()).toEqual(['root-account-mfa-device']);

    expect(await root(MANAGEMENT, 'normal')).toMatchObject({ code: 0 });
    expect((await root()).stdout).toMatch(/^000000000000 .* normal$/m);
    await expect(person.mfaDevices()).rejects.toThrow('not signed in');
    await person.givePassword(FIRST_PASSWORD);
  });

  it.each([
    [['333333333333', 'lost-mfa'], 'SANDBOX_REFUSED', `There is: ${MANAGEMENT}, `],
    [['shop-management', 'lost-mfa'], 'SANDBOX_REFUSED', 'has no account shop-management.'],
    [[MANAGEMENT, 'asleep'], 'ROOT_SCENARIO_UNKNOWN', `There is: ${SCENARIOS.join(', ')}.`],
    [[MANAGEMENT], 'ROOT_SCENARIO_UNKNOWN', `drill sandbox root ${MANAGEMENT} <scenario>`],
  ])('refuses %j and says what there is', async (args, code, said) => {
    const refused = await root(...args);
    expect(refused.stderr).toContain(`code: ${code}`);
    expect(refused.stderr).toContain(said);
    expect(refused).toMatchObject({ code: 2, stdout: '' });
    const users = await listRootUsers(project.sandbox.info.endpointUrl);
    expect(users.every(({ scenario }) => scenario === 'normal')).toBe(true);
  });

  it('needs a sandbox that is up', async () => {
    const elsewhere = { KUNREN_SANDBOX_HOME: project.file('no-sandbox') };
    const refused = await project.spawn(['sandbox', 'root'], elsewhere).ended;
    expect(refused.stderr).toContain('The sandbox is not up.');
    expect(refused.stderr).toContain('next: drill sandbox up');
    expect(refused).toMatchObject({ code: 2, stdout: '' });
  });

  it('tells scenarios in its help', async () => {
    const { stdout } = await project.drill('sandbox', 'root', '--help');
    const shown = stdout.replace(/\s+/g, ' ');
    for (const scenario of SCENARIOS) expect(shown).toContain(scenario);
  });
});

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runbook } from '../../../runbooks/failover-region/runbook.ts';
import { projectAt } from '../../../src/cli/project.ts';
import { demandFreeProduction } from '../../../src/cli/runs/demand-free-production.ts';
import { systemClock } from '../../../src/cli/system-clock.ts';
import type { Drill, Environment } from '../../../src/core/drill.ts';
import { openingRecord } from '../../../src/engine/opening-record.ts';
import { type OpenedJournal, openJournal } from '../../../src/journal/open-journal.ts';
import { createRedactor } from '../../../src/journal/redact.ts';
import { failureFrom } from '../../support/activity-context.ts';
import { production, productionWith } from '../../support/failover-region-walks.ts';
import { SAMPLE_PROCESS } from '../../support/sample-drill.ts';

const environment: Environment = {
  name: 'sandbox',
  kind: 'sandbox',
  region: 'ap-northeast-1',
  accountId: '000000000000',
};

let root: string;
let journals: OpenedJournal[];

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'kunren-free-'));
  journals = [];
});

afterEach(async () => {
  for (const journal of journals) await journal.close();
  await rm(root, { recursive: true, force: true });
});

const project = () => projectAt(root);

/** A run that has begun, and is being driven until its journal is closed. */
async function begin(run: string, drill: Drill, where = environment): Promise<OpenedJournal> {
  const journal = await openJournal({
    folder: join(root, 'reports', run),
    clock: systemClock,
    redact: createRedactor().redact,
    holder: SAMPLE_PROCESS,
    expect: 'new',
  });
  journals.push(journal);
  const opening = { run, drill, environment: where, runbook, process: SAMPLE_PROCESS, keep: false };
  journal.append(openingRecord(opening));
  await journal.durable();
  return journal;
}

const demand = (drill: Drill = production) =>
  demandFreeProduction(project(), { drill, runbook, environment });

const RUN = 'failover-region-20261124-010000-aaaa';

test('a second failover is refused while one is driven, and after it has died', async () => {
  await demand();
  const journal = await begin(RUN, production);
  expect(await failureFrom(demand())).toMatchObject({
    code: 'PRODUCTION_IN_USE',
    class: 'safety',
    message: expect.stringContaining(`${RUN} changes production of orders and is under way`),
    details: { run: RUN, driven: true },
  });
  await journal.close();
  expect(await failureFrom(demand())).toMatchObject({
    code: 'PRODUCTION_IN_USE',
    message: expect.stringContaining('was interrupted half-way'),
    details: { driven: false },
  });
});

test('it is taken once the first has ended', async () => {
  const journal = await begin(RUN, production);
  journal.append({ type: 'run.finished', data: { status: 'failed' } } as never);
  await journal.durable();
  await demand();
});

test('rehearsals, other workloads and other accounts are no hindrance', async () => {
  await begin(RUN, productionWith({ exercise: 'rehearsal' }));
  await begin(RUN.replace('aaaa', 'bbbb'), productionWith({ workload: 'payments' }));
  await begin(RUN.replace('aaaa', 'cccc'), production, {
    ...environment,
    accountId: '111122223333',
  });
  await demand();
});

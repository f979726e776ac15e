import { expect, test } from 'vitest';
import { activities } from '../../src/activities/index.ts';
import type { AnyActivity } from '../../src/core/activity.ts';

const all: readonly (readonly [string, AnyActivity])[] = Object.entries(activities);

test.each(all)('%s stands under its own name', (key, activity) => {
  expect(activity.name).toBe(key);
  expect(key).toMatch(/^[a-z][a-z0-9]*\.[a-z-]+$/);
});

test.each(all)('%s declares the IAM actions it needs', (_key, activity) => {
  for (const action of [...activity.iam, ...(undoIam(activity) ?? [])]) {
    expect(action).toMatch(
      /^(account|backup|cloudtrail|cloudwatch|iam|kms|organizations|rds|route53|s3|states|sts):[A-Z]\w+$/,
    );
  }
});

test.each(all)('%s that owns something can undo it, and the other way round', (_key, activity) => {
  if (activity.kind !== 'mutation') return;
  expect(activity.owns === undefined).toBe(activity.undo === undefined);
});

function undoIam(activity: AnyActivity): readonly string[] | undefined {
  return activity.kind === 'mutation' ? activity.undo?.iam : undefined;
}

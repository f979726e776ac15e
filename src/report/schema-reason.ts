import { z } from 'zod';
import type { Method } from '../core/tell-method.ts';
import type { Reason } from '../core/tell-reason.ts';

// What the verdict says in words, as data: another language is made of it.

const text = z.string();
const ms = z.number();
const objective = z.enum(['RTO', 'RPO']);
const figures = { acknowledged: z.int().min(0), lost: z.int().min(0) };

export const method = z
  .discriminatedUnion('code', [
    z.strictObject({ code: z.literal('until'), milestone: z.enum(['T5', 'T6']) }),
    z.strictObject({ code: z.literal('newest-row'), check: text }),
    z.strictObject({ code: z.literal('writes'), ...figures }),
    z.strictObject({ code: z.literal('row-and-writes'), check: text, ...figures }),
    z.strictObject({
      code: z.literal('not-measured'),
      why: z.enum(['lost-since-unknown', 'only-bounds']).exactOptional(),
    }),
    z.strictObject({ code: z.literal('tabletop') }),
    z.strictObject({ code: z.literal('no-data') }),
  ])
  .describe('How it was measured, or why it was not, as data.') satisfies z.ZodType<Method>;

export const reason = z
  .discriminatedUnion('code', [
    z.strictObject({
      code: z.literal('over-objective'),
      of: objective,
      actualMs: ms,
      objectiveMs: ms,
    }),
    z.strictObject({
      code: z.literal('clock-in-doubt'),
      of: objective,
      leastMs: ms,
      mostMs: ms,
      objectiveMs: ms,
    }),
    z.strictObject({ code: z.literal('objective-passed'), of: objective, objectiveMs: ms }),
    z.strictObject({ code: z.literal('not-measured'), of: objective, method, objectiveMs: ms }),
    z.strictObject({ code: z.literal('nothing-checked') }),
    z.strictObject({
      code: z.literal('proofs'),
      of: z.enum(['checks', 'findings']),
      outcome: z.enum(['failed', 'unproven']),
      ids: z.array(text).readonly(),
      total: z.int().min(0),
    }),
    z.strictObject({ code: z.literal('worse'), finding: text, text }),
    z.strictObject({
      code: z.literal('writes-lost'),
      lost: z.int().min(0),
      firstAt: text.exactOptional(),
    }),
    z.strictObject({ code: z.literal('tasks-skipped'), tasks: z.array(text).readonly() }),
    z.strictObject({ code: z.literal('talked-through') }),
  ])
  .describe('Why the verdict is not met, as data.') satisfies z.ZodType<Reason>;

import * as z from 'zod';
import { drillForm } from './drill-form.ts';

/** The form of a drill's file as JSON Schema, for completion and help in editors. */
export function drillJsonSchema(): { readonly [keyword: string]: unknown } {
  const { $schema, ...schema } = z.toJSONSchema(drillForm, { io: 'input', target: 'draft-7' });
  return { $schema, title: 'Kunren drill', ...schema };
}

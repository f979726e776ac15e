import * as z from 'zod';
import { attestationForm, attestationsForm } from './attestation-form.ts';

/**
 * The form of `attestations.yaml` as JSON Schema, for completion and help in editors.
 * @param editions ids of the editions
 * @param ids every requirement that any edition has, with what it asks
 */
export function attestationsJsonSchema(
  editions: readonly string[],
  ids: ReadonlyMap<string, string>,
): { readonly [keyword: string]: unknown } {
  const write = (form: z.ZodType) => {
    const { $schema, ...schema } = z.toJSONSchema(form, { io: 'input', target: 'draft-7' });
    return { $schema, schema };
  };
  const { $schema, schema } = write(attestationsForm);
  const properties = {
    ...schema.properties,
    edition: {
      description: 'Edition of the checklist that the ids are of.',
      // 2024 without quotes is a number.
      enum: editions.flatMap((id) => (/^\d+$/.test(id) ? [id, Number(id)] : [id])),
    },
    requirements: {
      type: 'object',
      description: 'By the id of the requirement.',
      additionalProperties: false,
      properties: Object.fromEntries(
        [...ids].map(([id, description]) => [
          id,
          { description, allOf: [{ $ref: '#/definitions/attestation' }] },
        ]),
      ),
    },
  };
  return {
    $schema,
    title: 'Kunren attestations',
    ...schema,
    properties,
    definitions: { attestation: write(attestationForm).schema },
  };
}

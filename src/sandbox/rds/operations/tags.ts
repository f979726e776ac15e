import {
  AddTagsToResource$,
  type AddTagsToResourceMessage,
  ListTagsForResource$,
  type ListTagsForResourceMessage,
  RemoveTagsFromResource$,
  type RemoveTagsFromResourceMessage,
  type TagListMessage,
} from '@aws-sdk/client-rds';
import { operation } from '../../wire/service.ts';
import { parseArn } from '../arn.ts';
import type { Rds } from '../rds.ts';
import type { RdsContext } from '../rds-context.ts';
import { invalidValue } from '../rds-error.ts';
import type { Tag } from '../rds-state.ts';
import { mergeTags } from '../validate.ts';

export const listTags = operation<ListTagsForResourceMessage, TagListMessage, RdsContext>({
  schema: ListTagsForResource$,
  mutating: false,
  honours: ['ResourceName'],
  handle: (input, { rds }) => ({ TagList: tagged(rds, input.ResourceName).tags }),
});

export const addTags = operation<AddTagsToResourceMessage, object, RdsContext>({
  schema: AddTagsToResource$,
  mutating: true,
  handle: (input, { rds }, call) => {
    const resource = tagged(rds, input.ResourceName);
    resource.tags = mergeTags(resource.tags, input.Tags);
    call.effect(input.ResourceName ?? '', resource.tags);
    return {};
  },
});

export const removeTags = operation<RemoveTagsFromResourceMessage, object, RdsContext>({
  schema: RemoveTagsFromResource$,
  mutating: true,
  handle: (input, { rds }, call) => {
    const resource = tagged(rds, input.ResourceName);
    // The run's tag counts as it was: the effect is the run's, also when it removes its own tag.
    call.effect(input.ResourceName ?? '', resource.tags);
    resource.tags = resource.tags.filter(({ Key }) => !input.TagKeys?.includes(Key));
    return {};
  },
});

/** The resource behind an ARN. @throws ServiceError when there is none. */
function tagged(rds: Rds, arn = ''): { tags: Tag[] } {
  const parsed = parseArn(rds.place, arn);
  switch (parsed?.type) {
    case 'db':
      return rds.instance(parsed.name);
    case 'snapshot':
      return rds.snapshot(parsed.name);
    case 'subgrp':
      return rds.subnetGroup(parsed.name);
    case 'pg':
      return rds.parameterGroup(parsed.name);
    default:
      throw invalidValue(
        `The specified resource name does not match an RDS resource in this region: ${arn}`,
      );
  }
}

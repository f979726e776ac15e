import {
  ListTags$,
  type ListTagsInput,
  type ListTagsOutput,
  TagResource$,
  type TagResourceInput,
  UntagResource$,
  type UntagResourceInput,
} from '@aws-sdk/client-backup';
import { operation } from '../../wire/service.ts';
import type { Backup } from '../backup.ts';
import type { BackupContext } from '../backup-context.ts';
import { notFound } from '../backup-error.ts';
import type { Tags } from '../backup-state.ts';
import { pageOf } from '../page.ts';
import { awsTags, mergeTags } from '../tags.ts';

export const listTags = operation<ListTagsInput, ListTagsOutput, BackupContext>({
  schema: ListTags$,
  mutating: false,
  handle: (input, { backup }) => {
    const all = Object.entries(tagged(backup, input.ResourceArn).tags);
    const { items, NextToken } = pageOf(all, ([key]) => key, input);
    return { Tags: Object.fromEntries(items), NextToken };
  },
});

export const tagResource = operation<TagResourceInput, object, BackupContext>({
  schema: TagResource$,
  mutating: true,
  handle: (input, { backup }, call) => {
    const resource = tagged(backup, input.ResourceArn);
    resource.tags = mergeTags(resource.tags, input.Tags);
    call.effect(input.ResourceArn ?? '', awsTags(resource.tags));
    return {};
  },
});

export const untagResource = operation<UntagResourceInput, object, BackupContext>({
  schema: UntagResource$,
  mutating: true,
  handle: (input, { backup }, call) => {
    const resource = tagged(backup, input.ResourceArn);
    // The run's tag counts as it was: the effect is the run's, also when it removes its own tag.
    call.effect(input.ResourceArn ?? '', awsTags(resource.tags));
    const left = Object.entries(resource.tags).filter(([key]) => !input.TagKeyList?.includes(key));
    resource.tags = Object.fromEntries(left);
    return {};
  },
});

/** The resource behind an ARN. @throws ServiceError `ResourceNotFoundException`. */
function tagged(backup: Backup, arn = ''): { tags: Tags } {
  const { vaults, plans, testingPlans } = backup.state;
  const found =
    vaults.find(({ name }) => backup.arn('backup-vault', name) === arn) ??
    plans.find(({ id }) => backup.arn('backup-plan', id) === arn) ??
    testingPlans.find((plan) => plan.arn === arn) ??
    backup.findRecoveryPoint(arn);
  if (!found) throw notFound(`Resource ${arn} does not exist.`);
  return found;
}

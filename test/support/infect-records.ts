import type { JournalRecord } from '../../src/core/record.ts';

/**
 * Puts a text wherever a journal holds words that are not ours.
 * @param spared members that stay as they are
 */
export function infectRecords(
  records: readonly JournalRecord[],
  text: string,
  spared: readonly string[] = [],
): JournalRecord[] {
  const words = new Set(['title', 'description', 'message', 'reason', 'note', 'value', 'label']);
  words.add('expected').add('observed').add('by').add('host').add('operator').add('tool');
  words.add('run').add('hash').add('code').add('requestId').add('proof').add('call').add('name');
  words.add('key').add('workload').add('field').add('action').add('text').add('comment').add('arn');
  words.add('sql').add('source').add('target').add('endpointUrl').add('accountId').add('method');
  words.add('role');
  for (const name of spared) words.delete(name);
  const change = (value: unknown, key: string): unknown => {
    if (typeof value === 'string') return words.has(key) ? text : value;
    if (Array.isArray(value)) return value.map((one) => change(one, key));
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => [name, change(inner, name)]),
    );
  };
  return records.map((record) => change(record, '') as JournalRecord);
}

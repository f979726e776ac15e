import type { RecordSet } from './route53-state.ts';

/** The records that every zone has at its own name. */
export function apexRecords(name: string, nameServers: readonly string[]): RecordSet[] {
  const [first = ''] = nameServers;
  return [
    { name, type: 'NS', ttl: 172_800, values: nameServers.map((server) => `${server}.`) },
    {
      name,
      type: 'SOA',
      ttl: 900,
      values: [`${first}. awsdns-hostmaster.amazon.com. 1 7200 900 1209600 86400`],
    },
  ];
}

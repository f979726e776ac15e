import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ArchitecturePart, ArchitectureSubject } from '../../src/core/architecture.ts';
import { compareArchitecture } from '../../src/core/compare-architecture.ts';

const orders = { kind: 'db-instance', region: 'ap-northeast-1', id: 'orders-prod' } as const;
const shop = {
  kind: 'record-set',
  zone: 'orders.example',
  name: 'shop.orders.example',
  type: 'A',
} as const;

function seen(
  facts: { readonly [label: string]: string },
  subject: ArchitectureSubject = orders,
  part = 'settings',
): ArchitecturePart {
  const found = Object.entries(facts).map(([label, value]) => ({ label, value }));
  return { subject, part, found: 'facts', facts: found };
}

const unknown = (why: string, part = 'settings'): ArchitecturePart => ({
  subject: orders,
  part,
  found: 'unknown',
  why,
});
const absent: ArchitecturePart = { subject: orders, part: 'settings', found: 'absent' };

describe('two looks at the same set-up', () => {
  test('tell in words what is not as it was', () => {
    const then = [
      seen({ engine: 'postgres 18.0', 'instance class': 'db.t4g.medium' }),
      seen({ TTL: '60 s' }, shop),
    ];
    const now = [
      seen({ engine: 'postgres 18.0', 'instance class': 'db.t4g.large' }),
      seen({ TTL: '5 min' }, shop),
    ];
    expect(compareArchitecture(then, now)).toEqual({
      differences: [
        'orders-prod: instance class db.t4g.medium → db.t4g.large',
        'record set shop.orders.example: TTL 60 s → 5 min',
      ],
      notCompared: [],
    });
  });

  test('tell what only one of them has, by what holds without it', () => {
    const parameters = { ...seen({ 'parameter work_mem': '65536' }), otherwise: 'default' };
    const without = { ...seen({ 'parameter huge_pages': 'off' }), otherwise: 'default' };
    expect(compareArchitecture([parameters], [without]).differences).toEqual([
      'orders-prod: parameter work_mem 65536 → default',
      'orders-prod: parameter huge_pages default → off',
    ]);
    expect(compareArchitecture([seen({})], [seen({ 'option group': 'x' })]).differences).toEqual([
      'orders-prod: option group none → x',
    ]);
  });

  test('tell in one line that a thing has gone, or has come', () => {
    const whole = [seen({ engine: 'postgres 18.0' }), seen({}, orders, 'parameters')];
    expect(compareArchitecture(whole, [absent])).toEqual({
      differences: ['orders-prod: is not there any more'],
      notCompared: [],
    });
    expect(compareArchitecture([absent], whole)).toEqual({
      differences: ['orders-prod: was not there then'],
      notCompared: [],
    });
    expect(compareArchitecture([absent], [absent])).toEqual({ differences: [], notCompared: [] });
  });

  test('take nothing that is not known for unchanged', () => {
    const then = [seen({ engine: 'x' }), unknown('denied', 'parameters')];
    const now = [unknown('no answer'), seen({}, orders, 'parameters')];
    expect(compareArchitecture(then, now)).toEqual({
      differences: [],
      notCompared: [
        'orders-prod, settings: not known now: no answer',
        'orders-prod, parameters: not known at the time of the run: denied',
      ],
    });
    expect(compareArchitecture(then, [])).toMatchObject({ notCompared: { length: 2 } });
    expect(compareArchitecture([], [seen({})]).notCompared).toEqual([
      'orders-prod, settings: nobody looked then',
    ]);
  });

  test('of an instance with that name in another Region are none', () => {
    const elsewhere = seen({ engine: 'x' }, { ...orders, region: 'ap-northeast-3' });
    const { differences, notCompared } = compareArchitecture([seen({ engine: 'y' })], [elsewhere]);
    expect(differences).toEqual([]);
    expect(notCompared).toHaveLength(2);
  });
});

const parts = fc.uniqueArray(
  fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.dictionary(fc.string(), fc.string())),
  { selector: ([part]) => part },
);

test('a look differs from itself in nothing, whatever it has seen', () => {
  fc.assert(
    fc.property(parts, (all) => {
      const looked = all.map(([part, facts]) => seen(facts, orders, part));
      const again = JSON.parse(JSON.stringify(looked.toReversed())) as ArchitecturePart[];
      expect(compareArchitecture(looked, again)).toEqual({ differences: [], notCompared: [] });
    }),
  );
});

import { describe, expect, it } from 'vitest';
import { openEmbeddedDatabase } from '../testing/open-embedded-database.ts';
import { RestrictionFlags } from './restriction-flags.ts';

const restricted = (personId: string, version: number) => ({ personId, version, isRestricted: true });
const lifted = (personId: string, version: number) => ({ personId, version, isRestricted: false });

describe('the restriction flags of a slice', () => {
  it.each([
    ['one that was told', [restricted('a', 1)], ['a']],
    ['none that was lifted since', [restricted('a', 1), lifted('a', 2)], []],
    ['none that was lifted, told out of order', [lifted('a', 2), restricted('a', 1)], []],
    ['one that was restricted again', [restricted('a', 1), lifted('a', 2), restricted('a', 3), restricted('a', 3)], ['a']],
    ['those that were told, not others', [restricted('a', 1), lifted('b', 2), restricted('c', 1)], ['a', 'c']],
  ])('hold %s', async (_title, flags, expected) => {
    const store = await RestrictionFlags.open(openEmbeddedDatabase());
    await store.apply(flags);
    expect([...(await store.findRestricted(['a', 'b', 'c', 'c', 'd']))].toSorted()).toEqual(expected);
    expect(await store.findRestricted([])).toEqual(new Set());
  });

  it('end at the newest version whoever tells it first', async () => {
    const store = await RestrictionFlags.open(openEmbeddedDatabase());
    await Promise.all([1, 2, 3, 4].map((version) => store.apply([version === 4 ? lifted('a', 4) : restricted('a', version)])));
    expect(await store.findRestricted(['a'])).toEqual(new Set());
  });
});

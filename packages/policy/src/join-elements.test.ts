import { describe, expect, test } from 'vitest';
import { joinElements } from './join-elements.ts';

describe('joinElements', () => {
  test.each([
    ['nothing asks nothing', [], {}],
    ['conditions on several attributes stand side by side', [{ isActive: true }, { isPublic: true }], { isActive: true, isPublic: true }],
    ['what two say alike is said once', [{ isActive: true }, { isActive: true }], { isActive: true }],
    [
      'values that two exclude are excluded together',
      [{ sensitivity: { $nin: ['SAFE_ADDRESS'] } }, { sensitivity: { $nin: ['CONFIDENTIAL'] } }],
      { sensitivity: { $nin: ['SAFE_ADDRESS', 'CONFIDENTIAL'] } },
    ],
    ['what two say otherwise is kept beside', [{ isActive: true }, { isActive: false }], { isActive: true, $and: [{ isActive: false }] }],
    [
      'an excluded value is kept beside another kind of condition',
      [{ subType: { $ne: 'MOBILE' } }, { subType: { $nin: ['LANDLINE'] } }],
      { subType: { $ne: 'MOBILE' }, $and: [{ subType: { $nin: ['LANDLINE'] } }] },
    ],
    [
      'another kind of condition is kept beside an excluded value',
      [{ relation: { $nin: ['CARER'] } }, { relation: 'SON' }, { relation: null }],
      { relation: { $nin: ['CARER'] }, $and: [{ relation: 'SON' }, { relation: null }] },
    ],
    [
      'a missing value is a condition like others',
      [{ relation: null }, { relation: { $nin: ['CARER'] } }],
      { relation: null, $and: [{ relation: { $nin: ['CARER'] } }] },
    ],
    [
      'one of several is kept beside another such',
      [{ $or: [{ isPublic: true }] }, { $or: [{ isActive: true }] }],
      { $or: [{ isPublic: true }], $and: [{ $or: [{ isActive: true }] }] },
    ],
  ])('%s', (_title, elements, expected) => {
    expect(joinElements(elements)).toEqual(expected);
  });
});

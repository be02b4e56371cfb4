import { expect, test } from 'vitest';
import { describePersona } from './describe-persona.ts';
import { personas } from './personas.ts';

const asUsual = { serviceArea: undefined, purpose: undefined };

test.each(personas.map(({ name, subjectId }) => [name, subjectId] as const))('%s is described as it acts', (name, subjectId) => {
  expect(describePersona(name, asUsual)).toMatchObject({ id: subjectId, onBehalfOf: null });
});

test('a persona acts in another own area and for another purpose when told so', () => {
  expect(describePersona('two-area-officer', asUsual)).toMatchObject({ actingArea: 'housing', purpose: 'SERVICE_DELIVERY' });
  expect(describePersona('two-area-officer', { serviceArea: 'social-care', purpose: 'EMERGENCY' })).toMatchObject({
    actingArea: 'social-care',
    purpose: 'EMERGENCY',
  });
});

test.each([
  ['an unknown persona', 'king', {}],
  ["an area that is not the persona's", 'housing-officer', { serviceArea: 'repairs' }],
  ["a purpose that is not the persona's", 'read-only-officer', { purpose: 'EMERGENCY' }],
])('%s is refused as a mistake of the command', (_title, name, acting) => {
  expect(() => describePersona(name, { ...asUsual, ...acting })).toThrow(expect.objectContaining({ exitCode: 78 }));
});

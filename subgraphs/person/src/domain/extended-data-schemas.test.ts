import { extendedDataSchemas } from '@resident-graph/schema';
import { ProblemCollector } from '@resident-graph/service-kit';
import { describe, expect, it } from 'vitest';
import { ExtendedDataSchemas } from './extended-data-schemas.ts';

const schemas = new ExtendedDataSchemas(extendedDataSchemas);

const problemsOf = (data: unknown, area = 'housing') => {
  const problems = new ProblemCollector('input');
  expect(schemas.check(area, data, problems)).toBeNull();
  expect(JSON.stringify(problems.problems)).not.toContain('canary');
  return problems.problems;
};
const nested = (levels: number): unknown => (levels === 0 ? 'canary' : { note: nested(levels - 1) });

describe('the schemas of extended data', () => {
  it('are those of housing and of social care to begin with', () => {
    expect(['housing', 'social-care', 'benefits', 'council-tax'].map((area) => schemas.has(area))).toEqual([true, true, false, false]);
  });

  const open = { type: 'object', additionalProperties: false };
  it.each([
    ['an area that does not act', { area: 'parks', version: 1, schema: open }],
    ['no version', { area: 'housing', version: 0, schema: open }],
    ['a list', { area: 'housing', version: 1, schema: { type: 'array', maxItems: 1 } }],
    ['other properties', { area: 'housing', version: 1, schema: { type: 'object' } }],
    ['a text without a form', { area: 'housing', version: 1, schema: { ...open, properties: { a: { type: 'string', maxLength: 5 } } } }],
    ['a text without an end', { area: 'housing', version: 1, schema: { ...open, properties: { a: { type: 'string', format: 'text' } } } }],
    ['a list without an end', { area: 'housing', version: 1, schema: { ...open, properties: { a: { type: 'array' } } } }],
    ['a word that JSON Schema does not know', { area: 'housing', version: 1, schema: { ...open, canary: 1 } }],
  ])('are refused at start with %s', (_title, registered) => {
    expect(() => new ExtendedDataSchemas([registered])).toThrow();
  });

  it('are refused at start when an area has two', () => {
    expect(() => new ExtendedDataSchemas([...extendedDataSchemas, ...extendedDataSchemas])).toThrow('expected one schema');
  });
});

describe('extended data', () => {
  it.each([
    ['housing', {}],
    [
      'housing',
      { tenancySupport: { level: 'LOW', reviewOn: '2026-02-28' }, adaptations: [{ kind: 'RAMP', note: 'Two lines.\nOf text < 5.' }] },
    ],
    ['social-care', { carePlan: { kind: 'HOME_CARE', hoursAWeek: 7.5 }, risks: [{ kind: 'FALLS', level: 'HIGH' }] }],
  ])('of %s may be %j', (area, data) => {
    const problems = new ProblemCollector('input');
    expect(schemas.check(area, data, problems)).toEqual({ json: JSON.stringify(data), schemaVersion: 1 });
    expect(problems.problems).toEqual([]);
  });

  it.each([
    ['a text', 'canary', 'input.data', 'INVALID_VALUE'],
    ['a list', [], 'input.data', 'INVALID_VALUE'],
    ['null', null, 'input.data', 'INVALID_VALUE'],
    ['a name that the schema does not have', { canary: 1 }, 'input.data', 'INVALID_VALUE'],
    ['the name of a prototype', JSON.parse('{ "__proto__": { "canary": 1 } }'), 'input.data', 'INVALID_VALUE'],
    ['a part without what it needs', { tenancySupport: {} }, 'input.data.tenancySupport.level', 'REQUIRED'],
    ['an unknown code', { tenancySupport: { level: 'canary' } }, 'input.data.tenancySupport.level', 'INVALID_VALUE'],
    [
      'a day that does not exist',
      { tenancySupport: { level: 'LOW', reviewOn: '2026-02-30' } },
      'input.data.tenancySupport.reviewOn',
      'INVALID_FORMAT',
    ],
    ['markup', { note: '<canary>' }, 'input.data.note', 'W42'],
    ['control characters', { note: 'canary\u0000' }, 'input.data.note', 'W42'],
    ['a long text', { note: 'canary'.repeat(400) }, 'input.data.note', 'TOO_LONG'],
    ['a text for a number', { bedroomNeed: '3' }, 'input.data.bedroomNeed', 'INVALID_VALUE'],
    ['half a bedroom', { bedroomNeed: 2.5 }, 'input.data.bedroomNeed', 'INVALID_VALUE'],
    ['a number without an end', { bedroomNeed: Number.POSITIVE_INFINITY }, 'input.data.bedroomNeed', 'INVALID_VALUE'],
    ['too many bedrooms', { bedroomNeed: 21 }, 'input.data.bedroomNeed', 'INVALID_VALUE'],
    ['the same reason twice', { rehousingReasons: ['MEDICAL', 'MEDICAL'] }, 'input.data.rehousingReasons', 'DUPLICATE_ITEM'],
    [
      'a list that is too long',
      { adaptations: Array.from({ length: 51 }, () => ({ kind: 'RAMP' })) },
      'input.data.adaptations',
      'TOO_MANY',
    ],
    ['a wrong item of a list', { adaptations: [{ kind: 'RAMP' }, { kind: 'canary' }] }, 'input.data.adaptations.1.kind', 'INVALID_VALUE'],
    ['nine levels', nested(9), 'input.data', 'TOO_LONG'],
    ['a thousand levels', nested(1_000), 'input.data', 'TOO_LONG'],
    ['more than 32 KB', { note: 'canary'.repeat(6_000) }, 'input.data', 'TOO_LONG'],
  ])('is refused with %s, told by place and not by value', (_title, data, path, code) => {
    expect(problemsOf(data)).toEqual([expect.objectContaining({ path, code })]);
  });

  it('is told of with every problem at once, a hundred at most', () => {
    expect(problemsOf({ bedroomNeed: 'canary', note: 5, tenancySupport: {} })).toHaveLength(3);
    expect(problemsOf({ adaptations: Array.from({ length: 300 }, () => ({ kind: 'canary' })) })).toHaveLength(100);
  });

  it('of 32 KB passes and of one byte more does not', () => {
    const registered = {
      area: 'housing',
      version: 1,
      schema: { type: 'object', additionalProperties: false, properties: { a: { type: 'string', format: 'text', maxLength: 40_000 } } },
    };
    const roomy = new ExtendedDataSchemas([registered]);
    const dataOf = (bytes: number) => ({ a: 'x'.repeat(bytes - '{"a":""}'.length) });
    const check = (bytes: number) => roomy.check('housing', dataOf(bytes), new ProblemCollector('input')) !== null;
    expect([check(32 * 1_024), check(32 * 1_024 + 1)]).toEqual([true, false]);
  });
});

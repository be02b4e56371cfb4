import { describe, expect, it } from 'vitest';
import { failureOf } from '../testing/document-samples.ts';
import { signedCallOf } from '../testing/signed-call-sample.ts';
import { createFindPersonsAtAddress, readPersonsAtAddress } from './persons-at-address.ts';

const call = signedCallOf();
const before = (answer: () => Promise<unknown>) => {
  const inputs: unknown[] = [];
  const find = createFindPersonsAtAddress({
    call: (_action, input) => {
      inputs.push(input);
      return answer();
    },
  });
  return { find, inputs };
};

describe('the question who is at an address', () => {
  it('tells who asks, as it is read there', async () => {
    const { find, inputs } = before(async () => ({ problems: [], personIds: ['a'] }));
    expect(await find('N1 7AA, 3 Larkspur Row', call)).toEqual(['a']);
    expect(readPersonsAtAddress(inputs[0])).toEqual({ address: 'N1 7AA, 3 Larkspur Row', subject: call.subject });
  });

  it('says what is wrong with an address', async () => {
    const problems = [{ path: 'value', code: 'INVALID_FORMAT', message: 'Expected a postcode.' }];
    const { find } = before(async () => ({ problems, personIds: [] }));
    expect(await failureOf(find('somewhere', call))).toMatchObject({
      code: 'BAD_USER_INPUT',
      details: { problems: [{ path: 'filter.address', code: 'INVALID_FORMAT' }] },
    });
  });

  it('is STORE_UNAVAILABLE without an answer', async () => {
    const { find } = before(() => Promise.reject(new Error('canary')));
    expect(await failureOf(find('N1 7AA, 3', call))).toMatchObject({ code: 'STORE_UNAVAILABLE' });
  });

  it.each([
    ['a worker', { ...call.subject, kind: 'worker' }],
    ['nobody', {}],
  ])('is not read for %s', (_who, { ...claims }) => {
    const { id, ...rest } = { id: 'officer-1', ...claims };
    expect(() => readPersonsAtAddress({ address: 'N1 7AA, 3', subjectId: id, claims: rest })).toThrow();
  });
});

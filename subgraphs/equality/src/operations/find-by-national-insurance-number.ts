import { badUserInput, type SignedCall } from '@resident-graph/service-kit';
import type { EqualityInformation } from '../domain/equality-information.ts';
import { parseNationalInsuranceNumber } from '../domain/national-insurance-number.ts';
import type { OperationParts } from './operation-parts.ts';

/**
 * The record with a national insurance number, the oldest one that the caller may find; null for an unknown number and for one of a
 * restricted person outside the compartment alike. Source: access-model.md section 8.
 * @throws InputError BAD_USER_INPUT for what is no such number; DependencyError STORE_UNAVAILABLE when restrictions cannot be known
 */
export const findByNationalInsuranceNumber = async (
  parts: OperationParts,
  value: string,
  call: SignedCall,
): Promise<EqualityInformation | null> => {
  const number = parseNationalInsuranceNumber(value);
  if (number === null) {
    const message = 'Expected a national insurance number: two letters that are in use, six digits and a letter from A to D.';
    throw badUserInput([{ path: 'value', code: 'INVALID_FORMAT', message }]);
  }
  const found = await parts.store.findByNationalInsuranceNumber(number);
  const standings = await parts.restrictions.findStandings(
    found.map(({ targetId }) => targetId),
    call,
  );
  return found.find(({ targetId }) => standings.get(targetId) !== 'OUTSIDE') ?? null;
};

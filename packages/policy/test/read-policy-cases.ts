import { readFileSync } from 'node:fs';
import { isPurpose, type ServiceArea, subjectKinds } from '@resident-graph/schema';
import { type ContactDetailAttributes, isRole, type ReadContext, type Subject } from '../src/index.ts';

/** One case: the text of each column. */
export type PolicyCase = Readonly<Record<string, string>>;

/** The cases of `policy-cases.csv`; no field of it needs quoting. */
export const readPolicyCases = (): readonly PolicyCase[] => {
  const [header = '', ...lines] = readFileSync(new URL('policy-cases.csv', import.meta.url), 'utf8')
    .trimEnd()
    .split('\n');
  const columns = header.split(',');
  return lines.map((line) => {
    const values = line.split(',');
    return Object.fromEntries(columns.map((column, index) => [column, values[index] ?? '']));
  });
};

/** The text of a column; a column that does not exist is a mistake of the test. */
export const textOf = (policyCase: PolicyCase, column: string): string => {
  const text = policyCase[column];
  if (text === undefined) throw new Error(`The cases have no column ${column}.`);
  return text;
};

/** A list of a column, separated by spaces. */
export const listOf = (policyCase: PolicyCase, column: string): readonly string[] =>
  textOf(policyCase, column)
    .split(' ')
    .filter((item) => item !== '');

/** An area as our reference data knows it: one that the case calls retired goes by a name that is not in it. */
export const areaOf = (policyCase: PolicyCase, area: string): string =>
  textOf(policyCase, 'row_area_state') === 'retired' && area === textOf(policyCase, 'row_area') ? `${area}-retired` : area;

/** The subject of a case as it was resolved; null when its purpose was refused. */
export const subjectOf = (policyCase: PolicyCase): Subject | null => {
  const purpose = textOf(policyCase, 'purpose');
  const kind = subjectKinds.find((known) => known === textOf(policyCase, 'subject_kind'));
  if (!isPurpose(purpose)) return null;
  if (kind === undefined) throw new Error('The case has a kind of subject that does not exist.');
  const actingArea = areaOf(policyCase, textOf(policyCase, 'acting_area'));
  return {
    id: textOf(policyCase, 'subject_id'),
    kind,
    // The cases also try areas that a mapping would never give.
    actingArea: actingArea === '' ? null : (actingArea as ServiceArea),
    roles: listOf(policyCase, 'roles').filter(isRole),
    purpose,
    caseReference: textOf(policyCase, 'case_ref') === '' ? null : textOf(policyCase, 'case_ref'),
  };
};

/** The row of a case. */
export const rowOf = (policyCase: PolicyCase): ContactDetailAttributes => {
  const area = areaOf(policyCase, textOf(policyCase, 'row_area'));
  return {
    targetType: textOf(policyCase, 'row_target_type'),
    targetId: textOf(policyCase, 'row_target_id'),
    area: area === '' ? null : area,
    isActive: textOf(policyCase, 'row_active') === 'true',
  };
};

/** Whether history is asked in a case. */
export const contextOf = (policyCase: PolicyCase): ReadContext => ({ includeHistoric: textOf(policyCase, 'include_historic') === 'true' });

import { permit } from '@resident-graph/policy';
import type { Disclosure, SignedCall } from '@resident-graph/service-kit';
import { type EqualityInformation, hasAdjustments } from '../domain/equality-information.ts';
import { type SelectionInfo, selectedFields } from './selected-fields.ts';

/** The fields that any officer may see who serves the person. Source: access-model.md section 8. */
const adjustmentFields: ReadonlySet<string> = new Set(['languages', 'communicationRequirements']);
const identityFields: ReadonlySet<string> = new Set(['nationalInsuranceNumber']);
/** Fields that are about the record, and tell no more than that there is one. */
const recordFields: ReadonlySet<string> = new Set(['__typename', 'id', 'targetId', 'person', 'version', 'createdAt', 'lastModifiedAt']);

const actionOf = (field: string): Disclosure['action'] => {
  if (adjustmentFields.has(field)) return 'adjustments.read';
  return identityFields.has(field) ? 'identity.read' : 'equality.read';
};

/**
 * Shows a record, and tells the gateway what this answer shows of it: monitoring, adjustments or the national insurance number. No record
 * leaves without being on record. To callers who may see adjustments alone, a record without any is absent.
 */
export const showInformation = <Shown extends EqualityInformation | null>(
  { disclose, subject }: Pick<SignedCall, 'disclose' | 'subject'>,
  information: Shown,
  info: SelectionInfo,
): Shown | null => {
  if (information === null) return null;
  const seesMonitoring = permit(subject, 'equality.read').isPermitted;
  if (!seesMonitoring && !hasAdjustments(information)) return null;
  const fields = [...selectedFields(info, 'EqualityInformation')].filter(
    (field) => !recordFields.has(field) && !(identityFields.has(field) && information.nationalInsuranceNumber === null),
  );
  const actions = new Set<Disclosure['action']>(fields.map(actionOf));
  if (actions.size === 0) actions.add(seesMonitoring ? 'equality.read' : 'adjustments.read');
  for (const action of actions) disclose({ action, personIds: [information.targetId], resourceIds: [information.id] });
  return information;
};

import type { Subject } from '@resident-graph/policy';
import { evaluateRule } from './evaluate-rule.ts';
import type { AccessRule } from './rules.ts';

/** Somebody who may do nothing. */
const stranger: Subject = {
  id: 'boot-self-test',
  kind: 'officer',
  actingArea: null,
  roles: [],
  purpose: 'SERVICE_DELIVERY',
  caseReference: null,
  personId: null,
  teams: [],
  onBehalfOf: null,
};

/**
 * Proves that a rule can deny before anybody is served: the canary must refuse a stranger, and so must a missing rule.
 * @throws Error when either opens; the process must not start then. Source: access-model.md section 1
 */
export const runBootSelfTest = async (canary: AccessRule): Promise<void> => {
  for (const accessRule of [canary, undefined]) {
    if ((await evaluateRule(accessRule, {}, { subject: stranger })) === 'allowed') {
      throw new Error('The boot self-test failed: a rule that must deny allowed. Nothing is served.');
    }
  }
};

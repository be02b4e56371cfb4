import { AuthorityError, type SignedCall } from '@resident-graph/service-kit';

/** The area that acts for a caller. @throws AuthorityError FORBIDDEN for a caller without one. */
export const requireArea = ({ subject }: SignedCall): string => {
  if (subject.actingArea !== null) return subject.actingArea;
  throw new AuthorityError('FORBIDDEN', 'Only a service area can write contact details.', { ruleId: 'C2' });
};

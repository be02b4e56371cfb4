import type { Subject } from '@resident-graph/policy';

/** To whom a cursor belongs: the subject, with the user for whom it calls. */
export const cursorSubjectOf = ({ id, onBehalfOf }: Subject): string => (onBehalfOf === null ? id : JSON.stringify([id, onBehalfOf.id]));

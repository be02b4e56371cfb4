import type { Subject } from '@resident-graph/policy';
import { ServiceError, StartError } from '@resident-graph/service-kit';
import { type Persona, personas } from './personas.ts';
import { readGroupMapping } from './read-group-mapping.ts';
import { resolveSubject } from './resolve-subject.ts';

/** How a persona acts, where it is not as its headers say. */
export interface PersonaActing {
  readonly serviceArea: string | undefined;
  readonly purpose: string | undefined;
}

const findPersona = (name: string): Persona => {
  const persona = personas.find((known) => known.name === name);
  if (persona === undefined) {
    throw new StartError('configuration', `Expected one of the personas ${personas.map((known) => known.name).join(', ')}.`);
  }
  return persona;
};

/**
 * The subject as which a development persona acts under a group mapping, without a token.
 * @throws StartError for an unknown persona, and for an area or a purpose that is not the persona's
 */
export const describePersona = (name: string, acting: PersonaActing, groupMappingFile?: string): Subject => {
  const { subjectId, groups, teams = [], personId = null, headers = {} } = findPersona(name);
  try {
    return resolveSubject(
      { subjectId, groups, teams, personId },
      {
        serviceArea: acting.serviceArea ?? headers['x-service-area'],
        purpose: acting.purpose,
        caseReference: headers['x-case-ref'],
      },
      readGroupMapping(groupMappingFile),
    );
  } catch (cause) {
    if (cause instanceof ServiceError) throw new StartError('configuration', `The persona cannot act so: ${cause.message}`, { cause });
    throw cause;
  }
};

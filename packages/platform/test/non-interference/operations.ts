import { accountabilityCalls, callsOf } from './accountability-calls.ts';
import { openingFields, restrictionFields } from './accountability-queries.ts';
import { consentCalls } from './consent-calls.ts';
import { detailCalls, recordAgain } from './detail-calls.ts';
import { type Actor, absentId, type Ground, pickPerson } from './ground.ts';
import { personCalls } from './person-calls.ts';
import { type QueryGround, writeQuery } from './queries.ts';
import { as, inputType, type MutationCall, type Request } from './requests.ts';
import { type Asked, type SelectionGround, SelectionWriter } from './selection-writer.ts';
import { streets } from './values.ts';

/** An operation of the caller, in each world, with where it asks for contact details. */
export interface Operation {
  readonly requests: readonly [Request, Request];
  readonly isMutation: boolean;
  readonly asked: readonly Asked[];
}

const depth = 1;

const amendPerson = (ground: Ground): MutationCall => ({
  name: 'amendPerson',
  input: { id: pickPerson(ground).id, expectedVersion: ground.chance.upTo(2), placeOfBirth: ground.chance.pick(streets) },
});

const createOrganisation = ({ run }: Ground): MutationCall => ({
  name: 'createOrganisation',
  input: { name: `Homes of ${run}`, organisationType: 'CHARITY' },
});

const amendOrganisation = ({ chance, population }: Ground): MutationCall => ({
  name: 'amendOrganisation',
  input: {
    id: population.organisations[0]?.id ?? absentId,
    expectedVersion: chance.upTo(2),
    organisationType: chance.pick(['LANDLORD', 'OTHER']),
  },
});

const others: readonly (readonly [number, (ground: Ground, actor: Actor) => MutationCall])[] = [
  [3, amendPerson],
  [1, createOrganisation],
  [2, amendOrganisation],
];

/** What reads or writes historic rows of the own area whoever asks, so that it is no question that they could be hidden from. */
const tellsOfHistory = ({ name }: MutationCall): boolean => name === 'replaceContactDetail';

const pickCall = (ground: Ground, actor: Actor): MutationCall => {
  const again = ground.chance.is(0.2) ? recordAgain(ground, actor) : null;
  if (again !== null) return again;
  const call = ground.chance.weigh([
    ...detailCalls,
    ...consentCalls,
    ...personCalls,
    ...others,
    ...accountabilityCalls,
    ...callsOf(actor.caller),
  ])(ground, actor);
  return actor.isHistoryHidden && tellsOfHistory(call) ? amendPerson(ground) : call;
};

/** The payload of a mutation, in whatever words. */
const payloadOf = ({ name, input }: MutationCall, selections: SelectionWriter): string => {
  const ids = [input['id'], input['targetId']].filter((id) => typeof id === 'string');
  switch (name) {
    case 'setContactPreference':
      return 'contactPreference { preferredChannel timesToAvoid { days from until } doNotUseFor { contactType purpose } version lastModifiedAt }';
    case 'acknowledgeNotice':
      return 'id';
    case 'createOrganisation':
    case 'amendOrganisation':
      return `organisation { ${selections.organisation(depth, ids)} }`;
    case 'captureConsent':
    case 'confirmConsent':
      return `consent { ${selections.consent()} }`;
    case 'revokeConsent':
      return `consents { ${selections.consent()} }`;
    case 'recordObjection':
    case 'withdrawObjection':
      return `objection { ${selections.objection()} }`;
    case 'createPerson':
    case 'amendPerson':
    case 'removeIdentification':
      return `person { ${selections.person(depth, ids)} }`;
    case 'recordIdentification':
      return `person { ${selections.person(0, ids)} } ${selections.identification()}`;
    case 'linkCrossReference':
      return 'crossReference { system reference linkedAt version }';
    case 'recordExtendedData':
      return 'extendedData { data schemaVersion version lastModifiedAt }';
    case 'recordEqualityInformation':
    case 'amendEqualityInformation':
      return `equalityInformation { ${selections.equality()} }`;
    case 'restrictPerson':
      return `restriction { ${restrictionFields} } searchConfirmed`;
    case 'liftRestriction':
      return `restriction { ${restrictionFields} }`;
    case 'confirmLiftRestriction':
      return 'personId isLifted';
    case 'breakGlass':
    case 'endBreakGlass':
    case 'approveBreakGlass':
    case 'reviewBreakGlass':
      return `breakGlass { ${openingFields({ selections })} }`;
    case 'unlockBreakGlass':
      return 'subjectId';
    case 'startDiagnosticSession':
      return 'diagnosticSession { caseReference area startedAt endsAt }';
    case 'releaseAccessEvents':
      return 'ids';
    default: {
      selections.asked.push({ ids, includesHistoric: true });
      const detail = `contactDetail { ${selections.detail(depth)} }`;
      if (name === 'retireContactDetail') return `${detail} wasDefaultOfTeam`;
      return name === 'replaceContactDetail' ? `${detail} superseded { ${selections.detail(0)} }` : detail;
    }
  }
};

const writeMutation = ({ ground, actor, selections }: QueryGround): { readonly text: string; readonly isLast: boolean } => {
  const call = pickCall(ground, actor);
  const input = selections.value(inputType(call.name), call.input);
  // Each revoked consent makes an id for its event, also a hidden one's: behind it, ids would differ that are random elsewhere.
  return { text: `${call.name}(input: ${input}) { ${payloadOf(call, selections)} }`, isLast: call.name === 'revokeConsent' };
};

/** What an operation is written with. */
export interface OperationGround {
  readonly ground: Ground;
  readonly actor: Actor;
  readonly pickCursor: SelectionGround['pickCursor'];
  readonly pickRequest: SelectionGround['pickRequest'];
}

/** Writes an operation by chance, over everything that the API offers. */
export const writeOperation = ({ ground, actor, pickCursor, pickRequest }: OperationGround): Operation => {
  const { chance } = ground;
  const teams = ['tenancy', 'homelessness', 'lettings', 'adults', 'nowhere'];
  const selections = new SelectionWriter(chance, {
    mayAskHistory: !actor.isHistoryHidden,
    mayAskIdentities: !actor.caller.seesIdentities,
    teams,
    pickCursor,
    pickRequest,
  });
  const isMutation = chance.is(actor.caller.mayWrite || actor.caller.maySafeguard ? 0.45 : 0.2);
  const roots: string[] = [];
  for (let left = 1 + chance.upTo(3); left > 0; left -= 1) {
    const key = selections.key();
    const { text, isLast } = isMutation
      ? writeMutation({ ground, actor, selections })
      : { text: writeQuery({ ground, actor, selections }), isLast: false };
    roots.push(`${key}: ${text}`);
    if (isLast) break;
  }
  const { document, variables } = selections.document(isMutation ? 'mutation' : 'query', roots);
  const [one, other] = variables;
  const common = { ...as(actor.caller), document };
  return {
    requests: [
      { ...common, variables: one },
      { ...common, variables: other },
    ],
    isMutation,
    asked: selections.asked,
  };
};

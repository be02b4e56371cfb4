import { type TestCaller, writers } from './callers.ts';
import { formalities } from './consent-calls.ts';
import { type MutationCall, type Request, toBatch, valueAt } from './requests.ts';
import type { Answer } from './world.ts';

const recipients = ['housing', 'social-care', 'benefits', 'repairs'] as const;
const plain = { isDefault: true, contactType: 'PHONE', subType: 'MOBILE', value: '+44 20 7946 0120' };
const email = { isDefault: false, contactType: 'EMAIL', subType: 'PERSONAL', value: 'hazel@example.org' };
const thirdParty = { ...plain, isDefault: false, value: '+44 20 7946 0123', relation: 'DAUGHTER', contactName: 'Odile Farrant' };
const disputed = { ...plain, isDefault: false, value: '+44 20 7946 0124' };
const address = {
  isDefault: false,
  contactType: 'ADDRESS',
  subType: 'CORRESPONDENCE_ADDRESS',
  address: { line1: '3 Copperkettle Lane', postcode: 'N1 7WA', uprn: '10009' },
};

/** Rows of an owner, what is done to each as soon as it is there, and what follows; each is one request. */
export interface SharedDetails {
  readonly rows: Request;
  readonly marks: (answer: Answer) => Request;
  readonly consents: Request;
}

/** A row with the mutation that marks it; null for a row that stays as it is. */
type Entry = readonly [input: Readonly<Record<string, unknown>>, mark: MutationCall | null];

const sensitivity = (mark: string): MutationCall => ({ name: 'markSensitivity', input: { expectedVersion: 0, sensitivity: mark } });

const rowsOf = (targetId: string, { mayWithhold }: TestCaller): readonly Entry[] => [
  [{ targetId, ...plain }, null],
  [{ targetId, ...thirdParty }, null],
  [
    { targetId, ...disputed },
    { name: 'disputeContactDetail', input: { reason: 'Said to be out of date.' } },
  ],
  [{ targetId, ...email }, sensitivity('CONFIDENTIAL')],
  [{ targetId, ...address }, mayWithhold ? sensitivity('SAFE_ADDRESS') : null],
];

const consentsOf = (personId: string, owner: TestCaller, startsAt: number): readonly MutationCall[] =>
  recipients
    .filter((recipientArea) => recipientArea !== owner.area)
    .map((recipientArea, place) => {
      // Some end within the epoch, at the very instant of an operation.
      const validUntil = new Date(startsAt + ([61_500, 121_500][place] ?? 86_400_000)).toISOString();
      const terms = { types: ['PHONE', 'EMAIL', 'ADDRESS'], sourceArea: owner.area, recipientArea, purpose: 'SERVICE_DELIVERY' };
      return { name: 'captureConsent', input: { personId, ...terms, ...formalities, validUntil } };
    });

const toShared = (owner: TestCaller, personIds: readonly string[], startsAt: number): SharedDetails => {
  const entries = personIds.flatMap((personId) => rowsOf(personId, owner));
  const objections = personIds.slice(1).map(
    (personId): MutationCall => ({
      name: 'recordObjection',
      input: { personId, recipientArea: owner.mayWithhold ? 'housing' : 'benefits' },
    }),
  );
  return {
    rows: toBatch(
      owner,
      entries.map(([input]) => ({ name: 'recordContactDetail', input })),
    ),
    marks: (answer) =>
      toBatch(
        owner,
        entries.flatMap(([, mark], place): readonly MutationCall[] => {
          const id = valueAt(answer, `k${place}`, 'contactDetail', 'id');
          return mark === null || typeof id !== 'string' ? [] : [{ ...mark, input: { id, ...mark.input } }];
        }),
      ),
    consents: toBatch(owner, [...personIds.flatMap((personId) => consentsOf(personId, owner, startsAt)), ...objections]),
  };
};

/**
 * Details of persons, one of each kind that a consent by type leaves out, with such a consent to every other area; of some persons with an
 * objection to one of the areas. The first owner may mark safe addresses.
 */
export const sharedDetails = (personIds: readonly string[], startsAt: number): readonly SharedDetails[] => {
  const owners = writers.filter(({ mayCaptureConsent, headers }) => mayCaptureConsent && Object.keys(headers).length === 0);
  const [lead] = owners.filter(({ mayWithhold }) => mayWithhold);
  const [other] = owners.filter(({ mayWithhold }) => !mayWithhold);
  if (lead === undefined || other === undefined) throw new Error('Expected writers who may withhold and who may not.');
  return [
    toShared(
      lead,
      personIds.filter((_id, place) => place % 2 === 0),
      startsAt,
    ),
    toShared(
      other,
      personIds.filter((_id, place) => place % 2 === 1),
      startsAt,
    ),
  ];
};

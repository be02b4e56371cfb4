import type { Stage } from './stage.ts';

/** Persons of each kind. The asker's area is housing; what social care and repairs hold is hidden from it. */
export interface Population {
  /** Nothing is recorded of them; twice as many, because the A/A run asks about them twice. */
  readonly bare: readonly string[];
  /** Housing holds the same rows of them as of those `besideHidden`; twice as many too. */
  readonly own: readonly string[];
  /** Housing holds some rows, social care others. */
  readonly besideHidden: readonly string[];
  /** Social care holds rows. */
  readonly hidden: readonly HiddenPerson[];
  /** Social care holds rows, and there are consents between areas other than housing. */
  readonly consenting: readonly HiddenPerson[];
}

/** A person of whom another area holds rows. */
export interface HiddenPerson {
  readonly id: string;
  readonly detailIds: readonly string[];
  /** Phone numbers among them. */
  readonly phones: readonly string[];
}

/** Persons of one kind. */
export const personsPerKind = 24;
const kinds = 7;
const hiddenRows = 12;
const consentsPerPerson = 12;

interface Item {
  readonly sourceId: string;
  readonly targetId: string;
  readonly area: string;
  readonly contactType: 'PHONE' | 'ADDRESS';
  readonly subType: string;
  readonly value?: string;
  readonly address?: Readonly<Record<string, unknown>>;
}

const ingest = async (stage: Stage, field: string, items: readonly unknown[]): Promise<readonly string[]> => {
  const type = `I${field.slice(1)}Input`;
  const data = await stage.must({
    persona: 'ingest-service',
    document: `mutation ($input: ${type}!) { ${field}(input: $input) { results { outcome id problems { message } } } }`,
    variables: { input: { sourceSystem: 'timing', items } },
  });
  const { results } = data[field] as { readonly results: readonly { readonly id: string | null }[] };
  return results.map(({ id }) => {
    if (id === null) throw new Error(`Setting the stage failed: ${JSON.stringify(results.filter((result) => result.id === null)[0])}`);
    return id;
  });
};

/** A number that nobody else has: landlines of a range that is long enough. */
const phoneOf = (number: number): string => `+44 20 7946 ${String(number).padStart(4, '0')}`;

const phone = (targetId: string, area: string, value: string): Item => ({
  sourceId: `${targetId}-${area}-${value}`,
  targetId,
  area,
  contactType: 'PHONE',
  subType: 'HOME',
  value,
});

const address = (targetId: string, area: string, place: number): Item => ({
  sourceId: `${targetId}-${area}-address-${place}`,
  targetId,
  area,
  contactType: 'ADDRESS',
  subType: 'CORRESPONDENCE_ADDRESS',
  address: { line1: `${place + 1} Quillfeather Row`, postcode: 'N1 7WA', uprn: `${10_000 + place}` },
});

const recordOwn = async (stage: Stage, personIds: readonly string[]): Promise<void> => {
  const rows = (id: string): readonly Item[] => [phone(id, 'housing', phoneOf(1)), address(id, 'housing', 0), address(id, 'housing', 1)];
  // One after the other, so that their order is the same for everybody.
  const items = personIds.flatMap((id) => rows(id).map((item, place) => ({ ...item, createdAt: `2026-01-0${place + 1}T09:00:00.000Z` })));
  await ingest(stage, 'ingestContactDetails', items);
};

const recordHidden = async (stage: Stage, personIds: readonly string[], firstPhone: number): Promise<readonly HiddenPerson[]> =>
  Promise.all(
    personIds.map(async (id, place) => {
      const phones = [0, 1].map((more) => phoneOf(firstPhone + place * 2 + more));
      const items = [
        ...phones.map((value) => phone(id, 'social-care', value)),
        ...Array.from({ length: hiddenRows - 2 }, (_, number) => address(id, number % 2 === 0 ? 'social-care' : 'repairs', number)),
      ];
      return { id, detailIds: await ingest(stage, 'ingestContactDetails', items), phones };
    }),
  );

const captureConsents = async (stage: Stage, personIds: readonly string[]): Promise<void> => {
  for (const personId of personIds) {
    for (let number = 0; number < consentsPerPerson; number += 1) {
      await stage.must({
        persona: 'social-care-officer',
        document: 'mutation ($input: CaptureConsentInput!) { captureConsent(input: $input) { consent { id } } }',
        variables: {
          input: {
            personId,
            types: ['PHONE'],
            sourceArea: 'social-care',
            recipientArea: number % 2 === 0 ? 'benefits' : 'libraries',
            purpose: 'SERVICE_DELIVERY',
            method: 'IN_PERSON',
            noticeId: 'sharing',
            noticeVersion: '1',
            noticeText: 'We would like to tell them your number.',
            evidenceRef: `form ${number + 1}`,
          },
        },
      });
    }
  }
};

/** Brings the persons in, and what areas hold of them. */
export const populate = async (stage: Stage): Promise<Population> => {
  const items = Array.from({ length: personsPerKind * kinds }, (_, place) => ({
    sourceId: `person-${place}`,
    forename: 'Maple',
    surname: `Quillfeather ${String.fromCharCode(97 + (place % 26))}`,
    dateOfBirth: '1970-01-15',
  }));
  const ids = await ingest(stage, 'ingestPersons', items);
  // Mixed, so that no kind of person was the first that the store got.
  const kind = (number: number): readonly string[] => ids.filter((_, place) => place % kinds === number);
  const [bare, own, besideHidden] = [[...kind(0), ...kind(1)], [...kind(2), ...kind(3)], kind(4)];
  await recordOwn(stage, [...own, ...besideHidden]);
  await recordHidden(stage, besideHidden, 1_000);
  const hidden = await recordHidden(stage, kind(5), 2_000);
  const consenting = await recordHidden(stage, kind(6), 3_000);
  await captureConsents(stage, kind(6));
  return { bare, own, besideHidden, hidden, consenting };
};

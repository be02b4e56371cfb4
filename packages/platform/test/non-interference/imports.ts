import { birthDateAt } from './ground.ts';
import { ingestService, type MutationCall, type Request, toRequest } from './requests.ts';
import type { DetailInput } from './values.ts';

/** One item of an ingestion with its place. */
export interface IngestedDetail {
  readonly sourceId: string;
  readonly targetId: string;
  readonly area: string | null;
  readonly isActive: boolean;
  readonly input: DetailInput;
  /** When it was recorded, as the source says. */
  readonly createdAt?: string;
}

const batch = (name: string, items: readonly object[]): MutationCall => ({ name, input: { sourceSystem: 'test', items } });

/** Brings contact details in for any area; those without one as a steward. */
export const ingestDetails = (items: readonly IngestedDetail[]): Request => {
  const isSteward = items.some(({ area }) => area === null);
  const caller = isSteward ? { ...ingestService, persona: 'data-steward' } : ingestService;
  return toRequest(
    caller,
    batch(
      'ingestContactDetails',
      items.map(({ input, ...place }) => ({ ...place, ...input })),
    ),
  );
};

/** Brings persons in. */
export const ingestPersons = (
  items: readonly { readonly sourceId: string; readonly id?: string; readonly forename: string; readonly surname: string }[],
): Request =>
  toRequest(
    ingestService,
    batch(
      'ingestPersons',
      items.map((item, place) => ({ ...item, dateOfBirth: birthDateAt(place) })),
    ),
  );

/** Brings answers of equality monitoring in; without a target of who came from the same source under the same id. */
export const ingestEquality = (
  ...items: readonly { readonly sourceId: string; readonly targetId?: string; readonly answers: object }[]
): Request => toRequest(ingestService, batch('ingestEqualityInformation', items));

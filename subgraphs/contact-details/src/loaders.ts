import type { Subject } from '@resident-graph/policy';
import { groupBy } from '@resident-graph/service-kit';
import DataLoader from 'dataloader';
import type { ContactPreference } from './domain/contact-book.ts';
import type { Organisation } from './domain/organisation.ts';
import type { Reading } from './domain/read-rule.ts';
import type { VisibleContactDetail } from './domain/visible-contact-detail.ts';
import type { OrganisationStore } from './store/organisation-store.ts';
import type { VisibleDetails } from './store/visible-details.ts';

/** Most details of one target in one answer. Source: design.md, "Names of the public operations". */
const maximumDetails = 100;

/** The newest of a target's details, oldest first. */
export const newest = (details: readonly VisibleContactDetail[]): readonly VisibleContactDetail[] => details.slice(-maximumDetails);

/** The loaders of one request; of details in two kinds: current rows only, and historic rows too. */
export interface Loaders {
  readonly detailsByTarget: (includeHistoric: boolean) => DataLoader<string, readonly VisibleContactDetail[]>;
  readonly detailById: (includeHistoric: boolean) => DataLoader<string, VisibleContactDetail | null>;
  readonly organisationById: DataLoader<string, Organisation | null>;
  /** The acting area's, by person id. */
  readonly preferenceByPerson: DataLoader<string, ContactPreference | null>;
}

/** What loaders stand on. */
export interface LoaderParts {
  readonly visible: VisibleDetails;
  readonly organisations: OrganisationStore;
  readonly now: () => number;
}

/** Oldest first, stable by id. */
export const oldestFirst = ({ detail: a }: VisibleContactDetail, { detail: b }: VisibleContactDetail): number =>
  a.createdAt < b.createdAt ? -1 : a.createdAt > b.createdAt ? 1 : a.id < b.id ? -1 : 1;

type Loading = Omit<Reading, 'now'>;

const createDetailsByTarget = ({ visible, now }: LoaderParts, loading: Loading): DataLoader<string, readonly VisibleContactDetail[]> =>
  new DataLoader(async (targetIds) => {
    const rows = await visible.findByTarget(targetIds, { ...loading, now: now() });
    const found = rows.flatMap((row) => (row.joinedIds ?? [row.detail.targetId]).map((targetId) => ({ targetId, row })));
    const byTarget = groupBy(found, ({ targetId }) => targetId);
    return targetIds.map((targetId) => (byTarget.get(targetId) ?? []).map(({ row }) => row).toSorted(oldestFirst));
  });

const createDetailById = ({ visible, now }: LoaderParts, loading: Loading): DataLoader<string, VisibleContactDetail | null> =>
  new DataLoader(async (ids) => {
    const rows = await visible.findById(ids, { ...loading, now: now() });
    const byId = new Map(rows.map((row) => [row.detail.id, row]));
    return ids.map((id) => byId.get(id) ?? null);
  });

/** Makes the loaders of one request for its subject. */
export const createLoaders = (parts: LoaderParts, subject: Subject): Loaders => {
  const inTwoKinds = <Loader>(create: (parts: LoaderParts, loading: Loading) => Loader): ((includeHistoric: boolean) => Loader) => {
    const current = create(parts, { subject, includeHistoric: false, isLegacyTriage: false });
    const all = create(parts, { subject, includeHistoric: true, isLegacyTriage: false });
    return (includeHistoric) => (includeHistoric ? all : current);
  };
  return {
    detailsByTarget: inTwoKinds(createDetailsByTarget),
    detailById: inTwoKinds(createDetailById),
    organisationById: new DataLoader(async (ids) => {
      const byId = new Map((await parts.organisations.findByIds(ids)).map((organisation) => [organisation.id, organisation]));
      return ids.map((id) => byId.get(id) ?? null);
    }),
    preferenceByPerson: new DataLoader(async (personIds) => {
      const { actingArea } = subject;
      const byPerson =
        actingArea === null
          ? new Map<string, ContactPreference>()
          : await parts.visible.findPreferences(personIds, { ...subject, actingArea });
      return personIds.map((id) => byPerson.get(id) ?? null);
    }),
  };
};

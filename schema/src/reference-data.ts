import { readFileSync } from 'node:fs';

/**
 * Reference data: lists that grow without code, one file each in `reference-data/`. A service area adds codes of its own by naming
 * itself in `area`. Sources: access-model.md section 2 (areas), domain-write.md section 3.1 (sub-types, relations), contact details
 * seed ("different type of contact addresses Social care uses").
 */
const readList = <Item>(name: string): readonly Item[] =>
  JSON.parse(readFileSync(new URL(`../reference-data/${name}.json`, import.meta.url), 'utf8')) as readonly Item[];

/** The code of a service area, such as `housing`. */
export type ServiceArea = string;

/** A service area. A retired one acts no longer; its rows go to the successor, or without one to legacy triage. */
export interface ServiceAreaEntry {
  readonly code: ServiceArea;
  readonly name: string;
  readonly state: 'ACTIVE' | 'RETIRED';
  /** Null unless retired into another area. */
  readonly successor: ServiceArea | null;
}

/** A code of a list, for every area or for one. */
export interface ReferenceCode {
  readonly code: string;
  readonly name: string;
  /** The area that added it and alone uses it; null for everybody's. */
  readonly area: ServiceArea | null;
}

/** The three kinds of contact detail. */
export const contactTypes = ['PHONE', 'EMAIL', 'ADDRESS'] as const;

/** What a contact detail is used as, with the types that it fits. */
export interface ContactSubTypeEntry extends ReferenceCode {
  readonly contactTypes: readonly (typeof contactTypes)[number][];
}

/** All service areas, retired ones too. */
export const serviceAreaEntries: readonly ServiceAreaEntry[] = readList('service-areas');

/** The codes of the areas that act. */
export const serviceAreas: readonly ServiceArea[] = serviceAreaEntries.filter(({ state }) => state === 'ACTIVE').map(({ code }) => code);
const activeAreas: ReadonlySet<unknown> = new Set(serviceAreas);

/** Tells an area that acts from a retired and from an unknown one. */
export const isServiceArea = (area: unknown): area is ServiceArea => activeAreas.has(area);

/** The sub-types, or usages, of contact details. */
export const contactSubTypes: readonly ContactSubTypeEntry[] = readList('contact-sub-types');

/** Whose contact detail it can be when not the target's own. */
export const contactRelations: readonly ReferenceCode[] = readList('contact-relations');

/** The entries that an area may use: everybody's and its own. Without an area everybody's only. */
export const codesOfArea = <Entry extends ReferenceCode>(entries: readonly Entry[], area: ServiceArea | null): readonly Entry[] =>
  entries.filter((entry) => entry.area === null || entry.area === area);

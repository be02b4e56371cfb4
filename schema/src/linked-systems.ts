import { readFileSync } from 'node:fs';
import type { ServiceArea } from './reference-data.ts';

/** Who may follow a link: whoever has the role, and where an area is named acts for that area. */
export interface LinkRequirement {
  readonly role: string;
  /** Null for every area. */
  readonly area: ServiceArea | null;
}

/** A system that a person may be linked to. Where it stands is a matter of deployment. Source: person seed, "links". */
export interface LinkedSystemEntry {
  readonly code: string;
  /** What the link leads to, as links name it. */
  readonly rel: string;
  readonly name: string;
  readonly type: 'GET';
  readonly requires: LinkRequirement;
}

/** The systems that a person may be linked to, in the order of their links. */
export const linkedSystems: readonly LinkedSystemEntry[] = JSON.parse(
  readFileSync(new URL('../reference-data/linked-systems.json', import.meta.url), 'utf8'),
) as readonly LinkedSystemEntry[];

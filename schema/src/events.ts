/**
 * The events that slices tell each other. An event is appended to the written document's outbox in the same write, delivered at
 * least once and in order per entity. Contact values and equality answers never travel in events. Source: design.md, "Events".
 */
interface EventEnvelope {
  /** A UUID, the same at every delivery. */
  readonly id: string;
  /** The entity that changed. */
  readonly entityId: string;
  /** The entity's version after the change; a subscriber ignores what is not newer than it knows. */
  readonly version: number;
  /** When it happened, ISO 8601 in UTC. */
  readonly at: string;
  /** From the request that caused it. */
  readonly correlationId: string;
}

/** What search may index of a person, and nothing more (access-model.md L8). */
export interface PersonSnapshot {
  readonly forename: string | null;
  readonly middleName: string | null;
  readonly surname: string | null;
  readonly preferredForename: string | null;
  readonly preferredMiddleName: string | null;
  readonly preferredSurname: string | null;
  readonly dateOfBirth: string | null;
  readonly personTypes: readonly string[];
}

export interface PersonEvent extends EventEnvelope {
  readonly type: 'PersonCreated' | 'PersonAmended';
  readonly snapshot: PersonSnapshot;
}

/** That a person was merged into another, or parted again. The entity is the merged person. Source: access-model.md W11. */
export interface PersonMergeEvent extends EventEnvelope {
  readonly type: 'PersonMerged' | 'PersonUnmerged';
  /** The direct survivor; null after an unmerge. */
  readonly survivorId: string | null;
}

/** Everything that the person subgraph tells. */
export type PersonsEvent = PersonEvent | PersonMergeEvent;

/** What happened in a contact book. The entity is the contact detail; the person for a preference, the notice for a notice. */
export interface ContactDetailEvent extends EventEnvelope {
  readonly type:
    | 'ContactDetailRecorded'
    | 'ContactDetailAmended'
    | 'ContactDetailRetired'
    | 'ContactPreferenceSet'
    | 'ContactNoticeAcknowledged';
  readonly targetId: string;
  readonly area: string | null;
}

export interface EqualityInformationEvent extends EventEnvelope {
  readonly type: 'EqualityInformationRecorded' | 'EqualityInformationAmended';
  readonly targetId: string;
}

/** What became of a consent or an objection: whose it is and which areas it concerns, never its text or evidence. */
export interface ConsentEvent extends EventEnvelope {
  readonly type: 'ConsentCaptured' | 'ConsentConfirmed' | 'ConsentRevoked' | 'ObjectionRecorded' | 'ObjectionWithdrawn';
  readonly personId: string;
  /** Null for an objection, which concerns every source area. */
  readonly sourceArea: string | null;
  /** Null for an objection to monitoring, which concerns no area. */
  readonly recipientArea: string | null;
}

/** That there is an organisation, or that it changed; what it is called is asked for. */
export interface OrganisationEvent extends EventEnvelope {
  readonly type: 'OrganisationRecorded' | 'OrganisationAmended';
}

/** That a person is under a restriction, or no longer; who is inside is asked for. The entity is the person. */
export interface RestrictionEvent extends EventEnvelope {
  readonly type: 'PersonRestricted' | 'RestrictionLifted';
}

/** Everything that contact-details tells. */
export type ContactDetailsEvent = ContactDetailEvent | ConsentEvent | OrganisationEvent | RestrictionEvent;

export type DomainEvent = PersonsEvent | ContactDetailsEvent | EqualityInformationEvent;

/** That a person is merged into another. The record itself stays as it was, so that an unmerge is the identity. Source: access-model.md W11. */
export interface MergedInto {
  /** The direct survivor, who may be merged away too. */
  readonly survivorId: string;
  readonly mergeId: string;
  /** The instant, ISO 8601. */
  readonly at: string;
  readonly by: string;
  /** The area that acted. */
  readonly area: string | null;
  readonly reason: string;
}

/** A merge or an unmerge that is under way: noted on the survivor before the merged person changes, taken away when all of it is done. */
export interface MergeStep {
  readonly kind: 'MERGE' | 'UNMERGE';
  readonly mergeId: string;
  readonly mergedId: string;
  /** When it began, ISO 8601. */
  readonly at: string;
}

/** What a person's record knows of merges. */
export interface MergeMarks {
  /** Null unless the person is merged away. */
  readonly mergedInto: MergedInto | null;
  /** Who may be merged into this one, in the order of merging. What they say of themselves decides. */
  readonly mergedIds: readonly string[];
  readonly mergeUnderWay: MergeStep | null;
}

/** The marks of a person who has nothing to do with merges. */
export const noMerges: MergeMarks = { mergedInto: null, mergedIds: [], mergeUnderWay: null };

/** Most persons of one group, the survivor with all who are merged into it. */
export const maximumGroup = 20;

/** Who may be merged into a person. */
export const absorbedBy = ({ mergedIds, mergeUnderWay }: MergeMarks): readonly string[] =>
  mergeUnderWay === null || mergedIds.includes(mergeUnderWay.mergedId) ? mergedIds : [...mergedIds, mergeUnderWay.mergedId];

/** Whether what a step announces has happened to the merged person. */
export const hasHappened = ({ kind, mergeId }: MergeStep, { mergedInto }: Pick<MergeMarks, 'mergedInto'>): boolean =>
  (mergedInto?.mergeId === mergeId) === (kind === 'MERGE');

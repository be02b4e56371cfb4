import {
  AccessEventStore,
  BreakGlassStore,
  type ContactDetailsSubstitutes,
  type PersonFactsSource,
  type Reading,
  VisibleDetails,
} from '@resident-graph/contact-details-subgraph';
import type { PersonFacts } from '@resident-graph/policy';
import { crowdArea } from './census.ts';

const everyArea = ['housing', 'social-care', 'benefits', 'repairs', 'council-tax', crowdArea];

const changeFacts =
  (change: (facts: PersonFacts) => PersonFacts) =>
  (source: PersonFactsSource): PersonFactsSource => ({
    find: async (personIds, area) => new Map([...(await source.find(personIds, area))].map(([id, facts]) => [id, change(facts)])),
  });

/** Reading knows of no restriction. */
export const forgetRestrictions = changeFacts((facts) => ({ ...facts, restriction: null }));

/** Every emergency opening counts as approved. */
export const approveEverything = changeFacts((facts) => ({
  ...facts,
  breakGlass: facts.breakGlass.map((opening) => ({ ...opening, approvedBy: opening.approvedBy ?? 'persona-second-approver' })),
}));

/** The queue tells every area of every opening. */
export const openWholeQueue: NonNullable<ContactDetailsSubstitutes['openBreakGlass']> = async (database, now) => {
  const store = await BreakGlassStore.open(database, now);
  const findAll = store.findAll.bind(store);
  store.findAll = () => findAll(null);
  return store;
};

/** Everybody who may read the record at all reads all of it. */
export const openWholeRecord: NonNullable<ContactDetailsSubstitutes['openLog']> = async (database, options) => {
  const store = await AccessEventStore.open(database, options);
  const findEntries = store.findEntries.bind(store);
  store.findEntries = async (personIds) =>
    (await findEntries(personIds)).map((entry) => ({ ...entry, areas: everyArea, isWithheld: false }));
  return store;
};

/** A row is judged for whoever asks why, also one that they do not see: explaining finds it, the re-check of the gateway does not. */
export class ExplainedHiddenDetails extends VisibleDetails {
  override async findById(ids: readonly string[], reading: Reading): ReturnType<VisibleDetails['findById']> {
    const visible = await super.findById(ids, reading);
    const [id] = ids;
    if (visible.length > 0 || id === undefined || !reading.includeHistoric) return visible;
    const judged = await this.findJudged(id, reading);
    if (judged === null) return visible;
    const found = await super.findById([id], { ...reading, subject: { ...reading.subject, actingArea: judged.row.area } });
    return found.map((row) => ({ ...row, access: { ...row.access, row: { ...row.access.row, area: reading.subject.actingArea } } }));
  }
}

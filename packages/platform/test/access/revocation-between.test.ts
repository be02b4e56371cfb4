import { expect, test } from 'vitest';
import { openInProcessPlatform, orla } from './in-process-platform.ts';

const hydrate = `{
  searchPersons(searchText: "${orla.surname}") { total results { person { contactDetails { contactInformation { value } } } } }
}`;
const revoke = 'mutation ($id: ID!) { revokeConsent(input: { id: $id }) { consents { status } } }';

test('a consent that is revoked after search answered and before the details are read opens nothing (T6)', async () => {
  // Runs once, after search has answered and before consents are read.
  let beforeFacts: (() => Promise<void>) | null = null;
  await using platform = await openInProcessPlatform({
    contactDetails: {
      wrapFacts: (facts) => ({
        find: async (ids, recipientArea) => {
          const now = beforeFacts;
          beforeFacts = null;
          await now?.();
          return facts.find(ids, recipientArea);
        },
      }),
    },
  });
  await platform.recordPhone('housing-officer', '020 7946 0777');
  const id = await platform.captureConsent({ sourceArea: 'housing', recipientArea: 'social-care' });
  const found = (contactDetails: readonly object[]) => ({ searchPersons: { total: 1, results: [{ person: { contactDetails } }] } });
  expect(await platform.ask('social-care-officer', hydrate)).toEqual(found([{ contactInformation: { value: '+442079460777' } }]));
  beforeFacts = async () => {
    await platform.ask('resident', revoke, { id });
  };
  expect(await platform.ask('social-care-officer', hydrate)).toEqual(found([]));
});

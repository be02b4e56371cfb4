import { expect, test } from 'vitest';
import { openInProcessPlatform } from './in-process-platform.ts';

const shown = 'contactDetail { person { contactDetails { sourceServiceArea { area } } } }';
const severalWrites = `mutation ($id: ID!, $consent: ID!) {
  before: amendContactDetail(input: { id: $id, expectedVersion: 0, description: "one" }) { ${shown} }
  revokeConsent(input: { id: $consent }) { consents { status } }
  after: amendContactDetail(input: { id: $id, expectedVersion: 1, description: "two" }) { ${shown} }
}`;

interface Payload {
  readonly contactDetail: {
    readonly person: { readonly contactDetails: readonly { readonly sourceServiceArea: { readonly area: string } }[] };
  };
}

const areasOf = ({ contactDetail }: Payload): readonly string[] =>
  contactDetail.person.contactDetails.map(({ sourceServiceArea }) => sourceServiceArea.area);

test('a mutation shows what holds after the ones before it in the same request', async () => {
  await using platform = await openInProcessPlatform();
  await platform.recordPhone('social-care-officer', '020 7946 0777');
  const id = await platform.recordPhone('housing-officer', '020 7946 0778');
  const consent = await platform.captureConsent({ sourceArea: 'social-care', recipientArea: 'housing' });
  const { before, after } = await platform.ask<{ before: Payload; after: Payload }>('housing-officer', severalWrites, { id, consent });
  expect(areasOf(before).toSorted()).toEqual(['housing', 'social-care']);
  expect(areasOf(after)).toEqual(['housing']);
  // None of this is an alarm.
  expect(platform.logged).toEqual([]);
});

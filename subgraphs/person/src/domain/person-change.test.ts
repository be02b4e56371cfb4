import { describe, expect, it } from 'vitest';
import type { Identification } from './identification.ts';
import { newRecord, type Person } from './person.ts';
import { type ChangeAuthor, toPersonChange } from './person-change.ts';
import { noFacts } from './person-facts.ts';
import { nameHistoryAfter } from './previous-name.ts';

const person: Person = {
  ...noFacts,
  ...newRecord,
  id: 'person-1',
  origin: 'RECORDED',
  createdAt: '2026-01-01T00:00:00.000Z',
  lastModifiedAt: '2026-01-01T00:00:00.000Z',
  forename: 'Ann',
  surname: 'Lovelace',
  personTypes: ['TENANT'],
};
const passport: Identification = {
  id: 'document-1',
  type: 'PASSPORT',
  value: '123456789',
  originalSeen: true,
  documentLink: null,
  recordedAt: '2026-03-10T09:00:00.000Z',
};
const author: ChangeAuthor = { action: 'AMENDED', subjectId: 'officer-1', area: 'housing' };
const at = '2026-03-10T09:00:00.000Z';
const after = (change: Partial<Person>): Person => ({ ...person, ...change, version: 1, lastModifiedAt: at });

describe('an entry of the change history (domain-write.md 1.7)', () => {
  it('tells who, where, when and since which version', () => {
    expect(toPersonChange(person, after({ surname: 'Byron' }), author)).toEqual({
      id: 'person-1:1',
      at,
      version: 1,
      action: 'AMENDED',
      subjectId: 'officer-1',
      area: 'housing',
      fields: [{ field: 'surname', before: 'Lovelace', after: 'Byron' }],
      identification: null,
    });
  });

  it.each<[string, Partial<Person>, readonly [string, string | null, string | null][]]>([
    ['a field that was empty', { placeOfBirth: 'Leeds' }, [['placeOfBirth', null, 'Leeds']]],
    ['a field that is cleared', { forename: null }, [['forename', 'Ann', null]]],
    ['a list', { personTypes: ['TENANT', 'OCCUPANT'] }, [['personTypes', 'TENANT', 'TENANT, OCCUPANT']]],
    ['a day, as it was written', { dateOfDeath: '2026-03-01' }, [['dateOfDeath', null, '2026-03-01']]],
    ['a document, by its type alone', { identification: [passport] }, [['identification', null, 'PASSPORT']]],
  ])('tells of %s', (_title, change, fields) => {
    expect(toPersonChange(person, after(change), author).fields).toEqual(
      fields.map(([field, before, next]) => ({ field, before, after: next })),
    );
  });

  it('keeps the document that was recorded, and the one that was removed', () => {
    const holder = { ...person, identification: [passport] };
    expect(toPersonChange(person, after({ identification: [passport] }), author).identification).toEqual(passport);
    expect(toPersonChange(holder, after({ identification: [] }), author)).toMatchObject({
      identification: passport,
      fields: [{ field: 'identification', before: 'PASSPORT', after: null }],
    });
  });

  it('tells no field where the person was made', () => {
    expect(toPersonChange(null, person, { ...author, action: 'CREATED' })).toMatchObject({ action: 'CREATED', version: 0, fields: [] });
  });
});

describe('the name history (domain-write.md 2.1)', () => {
  it.each<[string, Partial<Person>]>([
    ['forename', { forename: 'Anna' }],
    ['middle name', { middleName: 'Marie' }],
    ['surname', { surname: 'Byron' }],
    ['preferred forename', { preferredForename: 'Annie' }],
    ['preferred middle name', { preferredMiddleName: 'M' }],
    ['preferred surname', { preferredSurname: 'King' }],
  ])('keeps all names when the %s changes', (_title, change) => {
    expect(nameHistoryAfter(person, after(change), at)).toMatchObject([{ forename: 'Ann', surname: 'Lovelace', until: at }]);
  });

  it('stays the same when no name changes', () => {
    expect(nameHistoryAfter(person, after({ placeOfBirth: 'Leeds' }), at)).toBe(person.nameHistory);
  });

  it('has the newest first and keeps 20', () => {
    let now = person;
    for (let place = 0; place < 25; place += 1) {
      const next = after({ surname: `Name${place}` });
      now = { ...next, nameHistory: nameHistoryAfter(now, next, at) };
    }
    expect(now.nameHistory).toHaveLength(20);
    expect([now.nameHistory[0]?.surname, now.nameHistory[19]?.surname]).toEqual(['Name23', 'Name4']);
  });
});

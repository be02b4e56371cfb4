import { describe, expect, it } from 'vitest';
import { add, circumstances, empty, rowOfValue } from '../../test/book-samples.ts';
import type { ContactBook } from './contact-book.ts';
import { acknowledgeInBook } from './notices-in-book.ts';
import { type Retirement, retireInBook } from './retire-in-book.ts';

const retire = (book: ContactBook, value: string, teams: readonly string[] = []): Retirement =>
  retireInBook(book, { detail: rowOfValue(book, value), teams }, circumstances);

describe('retiring (access-model.md W3)', () => {
  it('makes the row historic, no default, one version on, with one event', () => {
    const { book, detail } = add(empty, '1', { isDefault: true });
    expect(retire(book, '1')).toMatchObject({
      book: { version: 1, notices: [] },
      detail: { isActive: false, isDefault: false, version: 1 },
      events: [{ type: 'ContactDetailRetired', entityId: detail.id, version: 1 }],
      wasDefaultOfTeam: null,
    });
    expect(retire(book, '1').detail.changes.map(({ kind }) => kind)).toEqual(['RECORDED', 'RETIRED']);
  });

  it('again changes nothing and tells nothing', () => {
    const { book } = retire(add(empty, '1', { isDefault: true, team: 'north' }).book, '1');
    expect(retire(book, '1')).toEqual({ before: book, book, detail: rowOfValue(book, '1'), events: [], wasDefaultOfTeam: null });
  });

  it.each<[string, { isDefault: boolean; team: string | null }, readonly string[], string | null]>([
    ["another team's default", { isDefault: true, team: 'north' }, ['south'], 'north'],
    ["the own team's default", { isDefault: true, team: 'north' }, ['north', 'south'], null],
    ["the area's default", { isDefault: true, team: null }, ['south'], null],
    ["another team's row that is no default", { isDefault: false, team: 'north' }, ['south'], null],
  ])('of %s tells the team that has to know', (_title, change, teams, team) => {
    const { book, detail, wasDefaultOfTeam, events } = retire(add(empty, '1', change).book, '1', teams);
    expect(wasDefaultOfTeam).toBe(team);
    const notice = { kind: 'TEAM_DEFAULT_RETIRED', team, openFor: team, detailId: detail.id, at: circumstances.at, by: 'officer-1' };
    expect(book.notices).toMatchObject(team === null ? [] : [notice]);
    expect(events).toHaveLength(1);
  });
});

describe('acknowledging a notice', () => {
  it('takes it out of the queue with an event; again, and of an unknown one, changes nothing', () => {
    const { book } = retire(add(empty, '1', { isDefault: true, team: 'north' }).book, '1');
    const id = book.notices[0]?.id ?? '';
    const done = acknowledgeInBook(book, id, circumstances);
    expect(done).toMatchObject({
      book: { version: book.version + 1, notices: [{ id, team: 'north', openFor: null }] },
      events: [{ type: 'ContactNoticeAcknowledged', entityId: id, area: 'housing' }],
    });
    for (const other of [id, 'nothing']) {
      expect(acknowledgeInBook(done.book, other, circumstances)).toEqual({ before: done.book, book: done.book, events: [] });
    }
  });
});

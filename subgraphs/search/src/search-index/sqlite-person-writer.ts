import { nameTokens } from '../domain/name-tokens.ts';
import type { IndexedPerson } from '../domain/person-search.ts';
import type { SqliteIndexFile } from './sqlite-index-file.ts';

const updatePerson = 'update person set version = ?, names = ?, surname = ?, forename = ?, born = ? where n = ?';
const forgetPerson = "update person set version = ?, names = null, surname = '', forename = '', born = null where n = ?";

/** Writes persons and their tokens, each call as one durable transaction. */
export class SqlitePersonWriter {
  readonly #file: SqliteIndexFile;

  constructor(file: SqliteIndexFile) {
    this.#file = file;
  }

  apply(persons: readonly IndexedPerson[]): void {
    if (persons.length === 0) return;
    this.#file.inTransaction(() => {
      for (const person of persons) this.#indexPerson(person);
    });
  }

  remove(id: string, version: number): void {
    this.#file.inTransaction(() => {
      const row = this.#takeRow(id, version);
      if (row !== null) this.#file.write(forgetPerson, version, row);
    });
  }

  #indexPerson({ id, version, snapshot, alsoNamed = [] }: IndexedPerson): void {
    const row = this.#takeRow(id, version);
    if (row === null) return;
    const tokens = nameTokens(snapshot, alsoNamed);
    this.#file.write(updatePerson, version, tokens.names.join(' '), tokens.surnameKey, tokens.forenameKey, snapshot.dateOfBirth, row);
    this.#file.write('insert into fts (rowid, tokens) values (?, ?)', row, tokens.all.join(' '));
    for (const word of tokens.words) this.#file.write('insert into word (word) values (?) on conflict do nothing', word);
  }

  /** The person's row, without tokens and ready to be written; null when what is there is as new. */
  #takeRow(id: string, version: number): number | null {
    const [row, knownVersion] = this.#file.readRow('select n, version from person where id = ?', id) ?? [];
    if (row === undefined)
      return Number(this.#file.readRow('insert into person (id, version) values (?, ?) returning n', id, version)?.[0]);
    if (Number(knownVersion) >= version) return null;
    this.#file.write('delete from fts where rowid = ?', Number(row));
    return Number(row);
  }
}

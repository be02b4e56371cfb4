import { open } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import { ImportError, systemCodeOf } from './import-error.ts';
import { type PhysicalLine, readLines } from './read-lines.ts';

/** A row by column name, every value without blanks around it. */
export type RegisterRecord = Readonly<Record<string, string>>;

/** A row that was read, or the line that is no row and why. */
export type RegisterRow =
  | { readonly kind: 'record'; readonly line: number; readonly record: RegisterRecord }
  | { readonly kind: 'malformed'; readonly line: number; readonly column: string; readonly valueKind: string; readonly reason: string };

/** Where a register comes from. */
export interface RegisterSource {
  /** Its name in messages. */
  readonly name: string;
  readonly chunks: AsyncIterable<Uint8Array>;
  /** Null when unknown. */
  readonly totalBytes: number | null;
}

/** An opened register: its header is read, its rows come one by one, once. */
export interface Register {
  readonly name: string;
  readonly header: readonly string[];
  readonly totalBytes: number | null;
  /** Bytes of the rows taken so far. */
  readonly bytesRead: () => number;
  readonly rows: () => AsyncIterable<RegisterRow>;
  /** Lets go of the file when the rows were not read to their end; may be called at any time. */
  readonly close: () => Promise<void>;
}

/** A quoted value may run over this many lines. Beyond it, the opening quotation mark counts as a mistake of its own line. */
const maxLinesOfRow = 50;

const parseFields = (text: string): readonly string[] | undefined => {
  // Most lines quote nothing, and starting csv-parse for each of them would take most of the time of reading a long register.
  if (!text.includes('"')) return text.split(',').map((value) => value.trim());
  try {
    return (parse(text, { trim: true, relax_quotes: true, relax_column_count: true, skip_empty_lines: true }) as string[][])[0];
  } catch {
    return undefined;
  }
};

const hasOddQuotes = (text: string): boolean => (text.split('"').length - 1) % 2 === 1;

class CsvRegister implements Register {
  readonly name: string;
  readonly totalBytes: number | null;
  header: readonly string[] = [];
  readonly #lines: AsyncGenerator<PhysicalLine, void>;
  /** Lines that were read ahead and turned out not to belong to the row before them. */
  #ahead: PhysicalLine[] = [];
  #bytesRead = 0;

  constructor(source: RegisterSource) {
    this.name = source.name;
    this.totalBytes = source.totalBytes;
    this.#lines = readLines(source.chunks);
  }

  bytesRead = (): number => this.#bytesRead;

  close = async (): Promise<void> => {
    this.#ahead = [];
    await this.#lines.return();
  };

  async readHeader(): Promise<this> {
    const first = await this.#nextFilledLine();
    if (first === undefined) {
      throw new ImportError('HEADER_MISSING', `${this.name} is empty. A register needs a first line with the names of its columns.`);
    }
    const header = parseFields(first.text)?.filter((column, index, columns) => column !== '' || index < columns.length - 1) ?? [];
    const repeated = header.find((column, index) => column === '' || header.indexOf(column) !== index);
    if (header.length === 0 || repeated !== undefined) {
      throw new ImportError(
        'HEADER_MISSING',
        `Line ${first.number} of ${this.name} is not a header: every column needs a name of its own, and ` +
          `${header.length === 0 ? 'the line is not comma-separated text' : repeated === '' ? 'one has none' : 'one occurs twice'}. ` +
          'Save the register as comma-separated text in UTF-8 with the column names in its first line.',
      );
    }
    this.header = header;
    return this;
  }

  async *rows(): AsyncGenerator<RegisterRow, void> {
    try {
      for (let first = await this.#nextFilledLine(); first !== undefined; first = await this.#nextFilledLine()) {
        yield await this.#readRow(first);
      }
    } finally {
      await this.close();
    }
  }

  async #next(): Promise<PhysicalLine | undefined> {
    const line = this.#ahead.shift() ?? (await this.#readLine());
    if (line !== undefined) this.#bytesRead = line.endsAtByte;
    return line;
  }

  async #readLine(): Promise<PhysicalLine | undefined> {
    try {
      const { done, value } = await this.#lines.next();
      return done === true ? undefined : value;
    } catch (cause) {
      throw new ImportError(
        'REGISTER_UNREADABLE',
        `${this.name} cannot be read any further (${systemCodeOf(cause)}). Make it readable and import it again: what is in stays.`,
        { cause },
      );
    }
  }

  async #nextFilledLine(): Promise<PhysicalLine | undefined> {
    let line = await this.#next();
    while (line !== undefined && !line.isTooLong && line.text.trim() === '') line = await this.#next();
    return line;
  }

  async #readRow(first: PhysicalLine): Promise<RegisterRow> {
    const malformed = (reason: string, column = '', valueKind = 'row'): RegisterRow => ({
      kind: 'malformed',
      line: first.number,
      column,
      valueKind,
      reason,
    });
    if (first.isTooLong) return malformed('the line is longer than a million characters');
    const fields = parseFields(first.text) ?? (await this.#readQuotedOverLines(first));
    if (fields === undefined) return malformed('quotation marks are not in pairs');
    if (fields.length !== this.header.length) return malformed(`${fields.length} values where the header has ${this.header.length}`);
    const record = Object.fromEntries(this.header.map((column, index) => [column, fields[index] ?? '']));
    const garbled = this.header.find((column) => record[column]?.includes('\uFFFD'));
    if (garbled === undefined) return { kind: 'record', line: first.number, record };
    return malformed('not UTF-8 text: save the register as UTF-8', garbled, 'bytes that are not text');
  }

  async #readQuotedOverLines(first: PhysicalLine): Promise<readonly string[] | undefined> {
    const taken: PhysicalLine[] = [];
    let text = first.text;
    while (hasOddQuotes(text) && taken.length < maxLinesOfRow) {
      const line = await this.#next();
      if (line === undefined) break;
      taken.push(line);
      text += `\n${line.text}`;
    }
    const fields = taken.length > 0 && !hasOddQuotes(text) ? parseFields(text) : undefined;
    if (fields?.length === this.header.length) return fields;
    // The quotation mark was a slip: only its own line is lost, the lines read with it are rows of their own.
    this.#ahead = [...taken, ...this.#ahead];
    this.#bytesRead = first.endsAtByte;
    return undefined;
  }
}

/**
 * Opens a register that comes as bytes and reads its header.
 * @throws ImportError REGISTER_UNREADABLE or HEADER_MISSING.
 */
export const readRegister = (source: RegisterSource): Promise<Register> => new CsvRegister(source).readHeader();

/**
 * Opens a register file: comma-separated UTF-8 with or without a byte order mark. The memory it takes does not grow with the file.
 * @throws ImportError REGISTER_UNREADABLE or HEADER_MISSING.
 */
export const openRegister = async (path: string): Promise<Register> => {
  const unreadable = (reason: string, cause?: unknown): ImportError =>
    new ImportError('REGISTER_UNREADABLE', `${path} cannot be read: ${reason}. Name an existing CSV file that you may read.`, { cause });
  const file = await open(path, 'r').catch((cause: unknown) => {
    throw unreadable(systemCodeOf(cause) === 'ENOENT' ? 'there is no such file' : systemCodeOf(cause), cause);
  });
  const facts = await file.stat();
  if (facts.isDirectory()) {
    await file.close();
    throw unreadable('it is a folder');
  }
  const register = new CsvRegister({ name: path, chunks: file.createReadStream(), totalBytes: facts.isFile() ? facts.size : null });
  try {
    return await register.readHeader();
  } catch (error) {
    await register.close();
    throw error;
  }
};

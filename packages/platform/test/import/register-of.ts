import { type Register, type RegisterRow, readRegister } from '../../src/import/read-register.ts';

async function* inChunks(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array, void> {
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size);
}

/** A register from text, in chunks so small that they break inside values and characters. */
export const registerOf = (content: string | Uint8Array, chunkSize = 3): Promise<Register> => {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  return readRegister({ name: 'register.csv', chunks: inChunks(bytes, chunkSize), totalBytes: bytes.length });
};

/** Every row of a register. */
export const allRowsOf = async (register: Register): Promise<RegisterRow[]> => {
  const rows: RegisterRow[] = [];
  for await (const row of register.rows()) rows.push(row);
  return rows;
};

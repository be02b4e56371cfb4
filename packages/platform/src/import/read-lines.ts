/** One physical line of a text file. */
export interface PhysicalLine {
  /** From 1. */
  readonly number: number;
  /** Without the line end; empty when the line is too long to keep. */
  readonly text: string;
  readonly isTooLong: boolean;
  /** Bytes of the file up to and including this line. */
  readonly endsAtByte: number;
}

/** A longer line is no row of a register: it is reported, so that a file without line ends cannot fill the memory. */
export const maxLineLength = 1_048_576;

/**
 * Splits bytes in UTF-8, with or without a byte order mark, into lines ended by LF or CRLF. Holds one chunk and one line at a time, and
 * takes the next chunk only when the lines of the last were taken.
 */
export async function* readLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<PhysicalLine, void> {
  const decoder = new TextDecoder();
  let number = 0;
  let endsAtByte = 0;
  let pending = '';
  let isTooLong = false;

  const take = (text: string, lineEndBytes: number): PhysicalLine => {
    number += 1;
    endsAtByte += Buffer.byteLength(text) + lineEndBytes;
    const line = { number, text: isTooLong ? '' : text.replace(/\r$/, ''), isTooLong, endsAtByte };
    isTooLong = false;
    return line;
  };

  for await (const chunk of chunks) {
    pending += decoder.decode(chunk, { stream: true });
    let from = 0;
    for (let end = pending.indexOf('\n'); end >= 0; end = pending.indexOf('\n', from)) {
      yield take(pending.slice(from, end), 1);
      from = end + 1;
    }
    pending = pending.slice(from);
    if (pending.length > maxLineLength) {
      endsAtByte += Buffer.byteLength(pending);
      pending = '';
      isTooLong = true;
    }
  }
  pending += decoder.decode();
  if (pending !== '' || isTooLong) yield take(pending, 0);
}

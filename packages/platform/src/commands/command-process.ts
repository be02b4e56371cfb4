import type { ProcessPort } from '@resident-graph/service-kit';

/** What a command needs of the process. */
export interface CommandProcess extends ProcessPort {
  readonly stdout: { write(text: string): unknown };
  readonly stderr: NodeJS.WritableStream & { readonly isTTY?: boolean };
}

import type { DocumentDatabaseChoice } from '@resident-graph/service-kit';
import type { EqualityReportInput } from '../__generated__/schema-types.ts';
import type { SuppressBelow } from '../domain/report/disclosure-control.ts';

/** Where the thread of reports finds the database of this subgraph, to which it makes a connection of its own. */
export type ReportDatabase = Omit<DocumentDatabaseChoice, 'onWarning'>;

/** What the thread is started with. */
export interface ThreadStart {
  readonly database: ReportDatabase;
  readonly lookupSecret: Uint8Array;
  readonly suppressBelow: SuppressBelow;
}

/** What the thread is asked to do: a method of `ReportEngine` with its arguments. */
export type ThreadCall =
  | { readonly method: 'report'; readonly input: EqualityReportInput; readonly today: string }
  | { readonly method: 'takeSnapshot'; readonly day: string }
  | { readonly method: 'close' };

/** What came of a call or a question. Errors arrive as copies: message and cause, but no class. */
export type Outcome = { readonly isDone: true; readonly value: unknown } | { readonly isDone: false; readonly error: unknown };

/** A call with the number that its answer will have, or the answer to a question of the thread. */
export type ToThread =
  | { readonly kind: 'call'; readonly number: number; readonly call: ThreadCall }
  | { readonly kind: 'answer'; readonly number: number; readonly outcome: Outcome };

/** What the thread asks the service, which alone speaks with other subgraphs and knows whether it may go on. */
export type ThreadQuestion =
  | { readonly method: 'findLeftOut'; readonly personIds: readonly string[] }
  /** Asked while the call of that number makes a snapshot. */
  | { readonly method: 'mayGoOn'; readonly ofCall: number };

/** The answer to a call, or a question with the number that its answer will have. */
export type FromThread =
  | { readonly kind: 'answer'; readonly number: number; readonly outcome: Outcome }
  | { readonly kind: 'question'; readonly number: number; readonly question: ThreadQuestion };

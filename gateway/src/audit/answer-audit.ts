import type { GatewayExecutionResult } from '@apollo/server-gateway-interface';
import type { GraphQLSchema } from 'graphql';
import type { DeniedFields } from '../access/decide-operation.ts';
import type { Caller } from '../identity/authenticate.ts';
import type { FlatOperation } from '../planning/flat-operation.ts';
import type { AccessRecorder } from './access-recorder.ts';
import { AuditedTypes, type LookAction } from './audited-types.ts';
import { findFieldsReturned } from './fields-returned.ts';
import { toAccessEvents } from './to-access-events.ts';
import { withholdAudited } from './withhold-audited.ts';

/** How looks go on record. */
export interface AnswerAuditParts {
  readonly recorder: Pick<AccessRecorder, 'enter' | 'leave' | 'record'>;
  /** Told of every answer whose looks could not be put on record. */
  readonly onFailure: (cause: unknown, caller: Caller) => void;
}

/** An operation as it ran. */
export interface RanOperation {
  readonly operation: FlatOperation;
  readonly denied: DeniedFields;
  /** The key of the operation as it was planned. */
  readonly queryHash: string;
}

const keptOperations = 1_000;

const startsWith = (path: readonly unknown[], prefix: readonly unknown[]): boolean => prefix.every((part, index) => path[index] === part);

/** Stands between an answer and its caller: what has to be on record leaves only when it is. Source: access-model.md section 11. */
export class AnswerAudit {
  readonly #parts: AnswerAuditParts;
  readonly #schema: GraphQLSchema;
  readonly #types: AuditedTypes;
  readonly #fields = new Map<string, readonly string[]>();

  constructor(schema: GraphQLSchema, parts: AnswerAuditParts) {
    this.#parts = parts;
    this.#schema = schema;
    this.#types = new AuditedTypes(schema);
  }

  /** Makes up an answer and gives it out once its looks are on record; without everything protected when they cannot be put there. */
  async guard(ran: RanOperation, caller: Caller, answer: () => Promise<GatewayExecutionResult>): Promise<GatewayExecutionResult> {
    const { recorder } = this.#parts;
    recorder.enter();
    try {
      return await this.#settle(ran, caller, await answer());
    } finally {
      recorder.leave();
    }
  }

  async #settle(ran: RanOperation, caller: Caller, response: GatewayExecutionResult): Promise<GatewayExecutionResult> {
    const { subject, requestId, correlationId, record } = caller;
    const data: unknown = response.data;
    if (subject === null || data === undefined || data === null) return response;
    const fieldsReturned = (action: LookAction): readonly string[] => this.#fieldsReturned(ran, action);
    const events = toAccessEvents({ subject, requestId, record, fieldsReturned });
    if (events.length === 0) return response;
    try {
      await this.#parts.recorder.record(events, correlationId);
      return response;
    } catch (cause) {
      this.#parts.onFailure(cause, caller);
    }
    const showsRestricted = events.some(({ action }) => action === 'person.read-restricted');
    const from = { schema: this.#schema, types: this.#types, operation: ran.operation, showsRestricted };
    const withheld = withholdAudited(from, response.data ?? {});
    const isLeft = (path: readonly unknown[]): boolean => !withheld.errors.some((error) => startsWith(path, error.path ?? []));
    const errors = [...(response.errors ?? []).filter(({ path }) => isLeft(path ?? [])), ...withheld.errors];
    return { ...response, data: withheld.data, errors };
  }

  #fieldsReturned(ran: RanOperation, action: LookAction): readonly string[] {
    const key = `${action} ${ran.queryHash}`;
    const known = this.#fields.get(key);
    if (known !== undefined) return known;
    if (this.#fields.size >= keptOperations) this.#fields.clear();
    const fields = findFieldsReturned(this.#types, ran, action);
    this.#fields.set(key, fields);
    return fields;
  }
}

import type { DiagnosticSession } from '@resident-graph/policy';
import { isServiceArea } from '@resident-graph/schema';
import { ProblemCollector, type SignedCall } from '@resident-graph/service-kit';
import type {
  DiagnosticSession as ShownSession,
  RequestTrace as ShownTrace,
  StartDiagnosticSessionInput,
} from '../__generated__/schema-types.ts';
import type { AccessLog } from '../domain/access-log.ts';
import type { DiagnosticSessionStore } from '../store/diagnostic-session-store.ts';
import type { RequestTraceStore } from '../store/request-trace-store.ts';
import { assertPermitted } from './consent-operation-parts.ts';
import { recordChange } from './record-change.ts';
import { toShownKind } from './show-access-event.ts';

/** How long a session lasts, in milliseconds. Source: access-model.md section 12. */
const sessionMilliseconds = 60 * 60 * 1_000;

/** What support's operations stand on. */
export interface SupportParts {
  readonly sessions: DiagnosticSessionStore;
  readonly traces: RequestTraceStore;
  readonly log: AccessLog;
  readonly now: () => number;
}

/** What support may do. */
export interface Support {
  /**
   * Opens 60 minutes for a case in which support sees one area's details masked and what its requests did; a session that was open for
   * the same case ends.
   * @throws InputError BAD_USER_INPUT with all problems; AuthorityError FORBIDDEN; DependencyError AUDIT_UNAVAILABLE, nothing was opened
   */
  startDiagnosticSession(input: StartDiagnosticSessionInput, call: SignedCall): Promise<ShownSession>;
  /**
   * What a request did, in an open session for the area that asked; null for everything else. It goes on record.
   * @throws AuthorityError FORBIDDEN
   */
  requestTrace(requestId: string, call: SignedCall): Promise<ShownTrace | null>;
}

const startDiagnosticSession = async (
  { sessions, log, now }: SupportParts,
  { caseReference, area }: StartDiagnosticSessionInput,
  call: SignedCall,
): Promise<ShownSession> => {
  const { subject } = call;
  assertPermitted(subject, 'diagnostic.use');
  const problems = new ProblemCollector('input');
  if (subject.caseReference === null || caseReference !== subject.caseReference)
    problems.add('caseReference', 'INVALID_VALUE', 'Expected the case reference of the header x-case-ref.');
  if (!isServiceArea(area)) problems.add('area', 'INVALID_VALUE', 'Expected a service area that is in use; `serviceAreas` lists them.');
  problems.throwIfAny();
  await recordChange(log, call, { action: 'diagnostic.start', personIds: [], resourceIds: [caseReference], resourceAreas: [area] });
  const startedAt = now();
  const session = { caseReference, area, startedAt: new Date(startedAt).toISOString() };
  await sessions.start(subject.id, session);
  return { ...session, endsAt: new Date(startedAt + sessionMilliseconds).toISOString() };
};

/** Half-open, as every interval; a clock that stepped back to before the start finds it not open. */
const isOpenFor = (session: DiagnosticSession | null, area: string, now: number): boolean => {
  if (session === null || session.area !== area) return false;
  const startedAt = Date.parse(session.startedAt);
  return startedAt <= now && now < startedAt + sessionMilliseconds;
};

const findTrace = async ({ sessions, traces, now }: SupportParts, requestId: string, call: SignedCall): Promise<ShownTrace | null> => {
  assertPermitted(call.subject, 'diagnostic.use');
  const [session, trace] = await Promise.all([sessions.find(call.subject), traces.find(requestId)]);
  if (trace === null || !isOpenFor(session, trace.area, now())) return null;
  call.disclose({ action: 'request-trace.read', personIds: [], resourceIds: [trace.requestId] });
  return { ...trace, subjectKind: toShownKind(trace.subjectKind) };
};

/** Binds support's operations to what they stand on. */
export const createSupport = (parts: SupportParts): Support => ({
  startDiagnosticSession: (input, call) => startDiagnosticSession(parts, input, call),
  requestTrace: (requestId, call) => findTrace(parts, requestId, call),
});

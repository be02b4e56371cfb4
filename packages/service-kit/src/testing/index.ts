export * from './collecting-logger.ts';
export { failureOf } from './document-samples.ts';
export * from './document-store-contract.ts';
export * from './error-of.ts';
export * from './gate.ts';
export * from './open-embedded-database.ts';
export * from './request-trace-sample.ts';
export * from './signed-call-sample.ts';

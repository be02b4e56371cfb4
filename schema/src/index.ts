export * from './error-codes.ts';
export * from './events.ts';
export * from './input-problem.ts';
export * from './reference-data.ts';
export * from './sdl.ts';
export * from './vocabularies.ts';

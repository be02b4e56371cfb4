export type { JudgeRow } from './access/row-judge.ts';
export type { AccessRule } from './access/rules.ts';
export { reached } from './access/rules.ts';
export { type GatewayConfig, readGatewayConfig } from './config.ts';
export { createGateway, type DirectAnswer, type Gateway, type GatewayParts } from './create-gateway.ts';
export { describePersona, type PersonaActing } from './identity/describe-persona.ts';
export { type DevelopmentIssuer, openDevelopmentIssuer } from './identity/development-issuer.ts';
export { type Persona, personas } from './identity/personas.ts';
export { createHttpSubgraphClient, type HttpSubgraphClient } from './planning/http-subgraph-client.ts';

/**
 * The council's words as data. Codes are stable; adding one is an additive change of the schema.
 * Lists that grow without code are reference data (reference-data.ts).
 * Sources: access-model.md section 2 (roles, purposes), domain-write.md section 2.1.
 */
export const purposes = [
  'SERVICE_DELIVERY',
  'STATUTORY_NOTICE',
  'SAFEGUARDING',
  'EMERGENCY',
  'RESIDENT_REQUEST',
  'DATA_QUALITY',
  'EQUALITY_DUTY',
  'SUPPORT_DIAGNOSTIC',
  'STATISTICS',
] as const;
export type Purpose = (typeof purposes)[number];
export const isPurpose = (purpose: unknown): purpose is Purpose => purposes.some((known) => known === purpose);

export const subjectKinds = ['officer', 'service', 'steward', 'support', 'analyst', 'governance', 'resident', 'worker'] as const;
export type SubjectKind = (typeof subjectKinds)[number];

export const staffPersonTypes = ['HOUSING_OFFICER', 'HOUSING_AREA_MANAGER'] as const;

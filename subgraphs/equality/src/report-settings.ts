import { z } from 'zod';

/** Below which counts a report suppresses, from the environment. Source: access-model.md section 8. */
export const reportSettings = {
  EQUALITY_REPORT_SUPPRESS_BELOW: z
    .enum(['5', '10'], { error: 'expected 5 or 10: the counts of equality reports under this number are suppressed' })
    .default('10')
    .transform((text) => (text === '5' ? 5 : 10)),
};

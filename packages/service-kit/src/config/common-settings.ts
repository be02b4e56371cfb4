import { z } from 'zod';

/** Settings that several services share, as zod fields keyed by their environment variable. */
export const commonSettings = {
  NODE_ENV: z.enum(['development', 'production', 'test'], { error: 'expected development, production or test' }).default('development'),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
      error: 'expected fatal, error, warn, info, debug, trace or silent',
    })
    .default('info'),
  DATA_DIR: z.string().default('./data'),
  MONGODB_URI: z
    .string()
    .regex(/^mongodb(\+srv)?:\/\/.+/u, { error: 'expected a URI that begins with mongodb:// or mongodb+srv://' })
    .optional(),
  MONGODB_DATABASE_PREFIX: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,30}$/u, { error: 'expected 1 to 31 lower-case letters, digits and hyphens, a letter first' })
    .default('resident-graph'),
};

/** A TCP port; 0 asks the system for a free one. */
export const portSetting = (fallback: number): z.ZodDefault<z.ZodCoercedNumber> =>
  z.coerce
    .number({ error: 'expected a port number from 0 to 65535' })
    .int({ error: 'expected a port number from 0 to 65535' })
    .min(0, { error: 'expected a port number from 0 to 65535' })
    .max(65_535, { error: 'expected a port number from 0 to 65535' })
    .default(fallback);

/** A whole number of milliseconds. */
export const millisecondsSetting = (fallback: number): z.ZodDefault<z.ZodCoercedNumber> =>
  z.coerce
    .number({ error: 'expected a whole number of milliseconds, at least 1' })
    .int({ error: 'expected a whole number of milliseconds, at least 1' })
    .min(1, { error: 'expected a whole number of milliseconds, at least 1' })
    .default(fallback);

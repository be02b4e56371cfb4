import { type PlatformConfig, readPlatformConfig } from '../src/index.ts';
import { patientSettings } from './patient-settings.ts';

/** The configuration of a platform that a comparison runs in its own process: it says nothing, waits and holds nobody yet. */
export const readSilentConfig = (dataDirectory: string): PlatformConfig =>
  readPlatformConfig({
    ...patientSettings,
    DATA_DIR: dataDirectory,
    PORT: '0',
    LOG_LEVEL: 'silent',
    NODE_ENV: 'test',
    SAMPLE_REGISTER: 'off',
  });

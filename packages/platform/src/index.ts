export { type PlatformConfig, readPlatformConfig } from './config.ts';
export { createPlatform, type Platform, type PlatformOverrides } from './create-platform.ts';
export { seedSampleRegister } from './seed-sample-register.ts';

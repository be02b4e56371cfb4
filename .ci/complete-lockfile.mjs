/**
 * Completes package-lock.json after `npm install`: a registry that holds the builds of one platform only makes npm leave the optional
 * packages of all other platforms out of the lock file, and then `npm ci` refuses it, here and everywhere else. Their names tell the
 * platform, which is all that npm needs to skip them.
 */
import { readFileSync, writeFileSync } from 'node:fs';

const systems = {
  darwin: 'darwin',
  linux: 'linux',
  win32: 'win32',
  windows: 'win32',
  android: 'android',
  freebsd: 'freebsd',
  openharmony: 'openharmony',
};
const processors = {
  arm64: 'arm64',
  x64: 'x64',
  64: 'x64',
  ia32: 'ia32',
  arm: 'arm',
  gnueabihf: 'arm',
  musleabihf: 'arm',
  eabi: 'arm',
  ppc64: 'ppc64',
  riscv64: 'riscv64',
  s390x: 's390x',
};

const path = new URL('../package-lock.json', import.meta.url);
const lock = JSON.parse(readFileSync(path, 'utf8'));
let added = 0;
for (const entry of Object.values(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    const isKnown = Object.keys(lock.packages).some((place) => place.endsWith(`node_modules/${name}`));
    if (isKnown || !/^\d+\.\d+\.\d+[\w.-]*$/u.test(version)) continue;
    const words = name.split('/').at(-1).split('-');
    const os = words.map((word) => systems[word]).findLast((system) => system !== undefined);
    const cpu = words.map((word) => processors[word]).findLast((processor) => processor !== undefined);
    if (os === undefined && cpu === undefined) continue;
    const libc = name.includes('musl') ? ['musl'] : name.includes('gnu') && os === 'linux' ? ['glibc'] : undefined;
    lock.packages[`node_modules/${name}`] = {
      version,
      ...(entry.dev === true ? { dev: true } : {}),
      optional: true,
      ...(cpu === undefined ? {} : { cpu: [cpu] }),
      ...(os === undefined ? {} : { os: [os] }),
      ...(libc === undefined ? {} : { libc }),
    };
    added += 1;
  }
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).toSorted(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`);
process.stdout.write(`added=${added}\n`);

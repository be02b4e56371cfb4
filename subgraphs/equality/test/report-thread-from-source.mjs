/** The thread of reports from its TypeScript source, which Node does not load by itself; services run the built file. */
import { register } from 'tsx/esm/api';

register();
await import('../src/report-thread/report-thread.ts');

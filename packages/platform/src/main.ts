import { auditVerify } from './commands/audit-verify.ts';
import { explain } from './commands/explain.ts';
import { importCommand } from './commands/import.ts';
import { importEqualityCommand } from './commands/import-equality.ts';
import { keys } from './commands/keys.ts';
import { start } from './commands/start.ts';
import { startServices } from './commands/start-services.ts';
import { token } from './commands/token.ts';

const help = `resident-graph COMMAND

  start            everything in one process
  start:services   the same five parts as five processes, on MONGODB_URI
  import FILE      brings a register in
  import:equality FILE
                   brings equality answers of imported persons in
  token            prints a token of a development persona
  explain          tells why a development persona sees a contact detail as it does
  audit:verify     proves that the record of looks is as it was written
  keys DIRECTORY   makes the keys of a deployment of five processes

Each command explains itself with --help.
`;

const startHelp = `npm start                 everything in one process, on embedded stores in DATA_DIR (./data) or on MONGODB_URI
npm run start:services    the same five parts as five processes over HTTP, on MONGODB_URI

Both take no arguments; the environment says where to listen (PORT, HOST) and how. All variables: docs/operations.md
`;

// Nobody's deployment phones home, however the process was started; the library reads this when it is made.
process.env['APOLLO_TELEMETRY_DISABLED'] = '1';

const [command, ...args] = process.argv.slice(2);
const port = {
  on: (signal: 'SIGTERM' | 'SIGINT' | 'disconnect', listener: () => void) => process.on(signal, listener),
  exit: (code: number): never => process.exit(code),
  stdout: process.stdout,
  stderr: process.stderr,
};

/** The starts take no arguments: all is said by the environment. */
const isAskedToStart = (given: readonly string[]): boolean => {
  if (given.length === 0) return true;
  process.stdout.write(startHelp);
  if (given[0] !== '--help' && given[0] !== '-h') process.exitCode = 78;
  return false;
};

switch (command) {
  case 'start':
    if (isAskedToStart(args)) await start(port, process.env);
    break;
  case 'start:services':
    if (isAskedToStart(args)) await startServices(port, process.env);
    break;
  case 'keys':
    await keys(port, args);
    break;
  case 'import':
    await importCommand(port, process.env, args);
    break;
  case 'import:equality':
    await importEqualityCommand(port, process.env, args);
    break;
  case 'explain':
    await explain(port, process.env, args);
    break;
  case 'audit:verify':
    await auditVerify(port, process.env, args);
    break;
  case 'token':
    await token(port, process.env, args);
    break;
  default:
    process.stdout.write(help);
    if (command !== undefined && command !== '--help' && command !== '-h') process.exitCode = 78;
}

import { importCommand } from './commands/import.ts';
import { keys } from './commands/keys.ts';
import { start } from './commands/start.ts';
import { startServices } from './commands/start-services.ts';
import { token } from './commands/token.ts';

const help = `resident-graph COMMAND

  start            everything in one process
  start:services   the same five parts as five processes, on MONGODB_URI
  import FILE      brings a register in
  token            prints a token of a development persona
  keys DIRECTORY   makes the keys of a deployment of five processes

Each command explains itself with --help.
`;

const [command, ...args] = process.argv.slice(2);
const port = {
  on: (signal: 'SIGTERM' | 'SIGINT', listener: () => void) => process.on(signal, listener),
  exit: (code: number): never => process.exit(code),
  stdout: process.stdout,
  stderr: process.stderr,
};

switch (command) {
  case 'start':
    await start(port, process.env);
    break;
  case 'start:services':
    await startServices(port, process.env);
    break;
  case 'keys':
    await keys(port, args);
    break;
  case 'import':
    await importCommand(port, process.env, args);
    break;
  case 'token':
    await token(port, process.env, args);
    break;
  default:
    process.stdout.write(help);
    if (command !== undefined && command !== '--help' && command !== '-h') process.exitCode = 78;
}

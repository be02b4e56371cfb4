import type { Server } from 'node:http';
import { StartError } from '../lifecycle/start-error.ts';

const isSystemError = (error: unknown): error is NodeJS.ErrnoException => error instanceof Error && 'code' in error;

/**
 * Lets a server listen.
 * @throws StartError when the port is taken or may not be used, saying what to do.
 */
export const listen = async (server: Server, place: { readonly port: number; readonly host: string }): Promise<void> => {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => {
      const code = isSystemError(error) ? error.code : undefined;
      if (code === 'EADDRINUSE') {
        reject(
          new StartError(
            'unavailable',
            `Port ${place.port} is taken. Expected a free port: stop what listens there or choose another one, for example PORT=${place.port + 1}.`,
            { cause: error },
          ),
        );
      } else if (code === 'EACCES') {
        reject(
          new StartError('unavailable', `Port ${place.port} may not be used by this account. Choose one above 1023 with PORT.`, {
            cause: error,
          }),
        );
      } else reject(error);
    });
    server.listen(place.port, place.host, () => resolve());
  });
};

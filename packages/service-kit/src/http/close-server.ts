import type { Server } from 'node:http';

/** Pause between two looks for connections that have become idle, in milliseconds. */
const lookMilliseconds = 20;

/**
 * Closes a server: it takes no new connections, requests under way are answered, and kept connections are closed as soon as they are
 * idle. Node alone would wait for their keep-alive timeout, some 5 s after the last answer. One that does not listen is closed already.
 */
export const closeServer = async (server: Server): Promise<void> => {
  if (!server.listening) return;
  const closed = new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  server.closeIdleConnections();
  const looking = setInterval(() => server.closeIdleConnections(), lookMilliseconds);
  await closed;
  clearInterval(looking);
};

/** The exit codes of foreseen start errors, from sysexits. */
export const startExitCodes = { unavailable: 69, cannotCreate: 73, configuration: 78 } as const;

/** A service cannot start for a reason that its operator can mend; the message says what was expected, what came and what to do. */
export class StartError extends Error {
  readonly exitCode: number;

  constructor(kind: keyof typeof startExitCodes, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StartError';
    this.exitCode = startExitCodes[kind];
  }
}

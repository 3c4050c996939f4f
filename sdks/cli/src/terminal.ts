/** What a command is run with; tests hand in their own. */
export interface Terminal {
  readonly write: (text: string) => void;
  readonly complain: (text: string) => void;
  readonly input: NodeJS.ReadableStream;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** How a command ends: 0 all is well, 1 it found something, 2 it was not understood or could not be done. */
export type ExitCode = 0 | 1 | 2;

/** A command that was not understood, or could not be done; the message is for whoever typed it. */
export class CommandError extends Error {}

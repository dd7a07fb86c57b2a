/** How the commands that look at a program end. */
import { BatonError } from '../option-errors.js';

export const FINE = 0;
/** Something was found that is not as it should be. */
export const FOUND = 1;
/** What is named is not there, or cannot be read. */
export const UNREADABLE = 2;
/** https://man.openbsd.org/sysexits.3: the command was used wrongly. */
export const MISUSED = 64;

/** What is said of a command that was used wrongly; its exit code is {@link MISUSED}. */
export class MisuseError extends BatonError {}

/** @returns The exit code. */
export function print(text: string): number {
  process.stdout.write(text);
  return FINE;
}

/** @returns The exit code that is given. */
export function complain(text: string, status: number): number {
  process.stderr.write(`${text}\n`);
  return status;
}

/**
 * Do what needs a program to look at.
 *
 * @param act Returns the exit code.
 * @returns That, or {@link UNREADABLE}, after the reason was said.
 */
export async function reading(act: () => number | Promise<number>): Promise<number> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof BatonError)) throw error;
    return complain(error.message, UNREADABLE);
  }
}

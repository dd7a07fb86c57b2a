/** The tsconfig of whatever lies in a folder. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** @returns The tsconfig.json in the folder, or in the nearest above it. */
export function nearestConfig(folder: string): string | undefined {
  const file = join(folder, 'tsconfig.json');
  if (existsSync(file)) return file;
  return dirname(folder) === folder ? undefined : nearestConfig(dirname(folder));
}

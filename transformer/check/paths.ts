/** Files as a format names them. */
import { existsSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/** From a folder, with slashes. */
export const fromFolder = (folder: string, file: string): string => relative(folder, file).replaceAll('\\', '/');

/** The folder of the repository that a folder is in; itself where it is in none. */
export function repositoryOf(folder: string): string {
  const find = (each: string): string | undefined => {
    // In a worktree it is a file.
    if (existsSync(join(each, '.git'))) return each;
    return dirname(each) === each ? undefined : find(dirname(each));
  };
  return find(folder) ?? folder;
}

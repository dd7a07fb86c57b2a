/** Which of the modules that Node loads are files of the user's own. */
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Ours are not in `node_modules` where the package is linked. */
const OURS = join(__dirname, '../../../..') + sep;

/**
 * The path of a module that is to be transformed; `undefined` for packages, Node's own modules, data
 * and JSON. What follows `?` or `#` tells instances of one file apart.
 */
export function ownFile(url: string): string | undefined {
  if (!url.startsWith('file:')) return undefined;
  const path = fileURLToPath(url);
  return isOwnFile(path) ? path : undefined;
}

export const isOwnFile = (path: string): boolean => !/[\\/]node_modules[\\/]/.test(path) && !path.startsWith(OURS);

/** What a file name in emitted code may have been in the source. */
import { extname } from 'node:path';

const SOURCE_EXTENSIONS: Readonly<Record<string, readonly string[]>> = {
  '.js': ['.ts', '.tsx', '.js', '.jsx'],
  '.mjs': ['.mts', '.mjs'],
  '.cjs': ['.cts', '.cjs'],
  '.jsx': ['.tsx', '.jsx'],
  '': ['.ts', '.tsx', '.js', '.jsx', '.mts', '.cts', '/index.ts', '/index.js'],
};

/** The path itself, and what else it may stand for, the likeliest first. */
export function sourcesOf(path: string): readonly string[] {
  const extension = extname(path) in SOURCE_EXTENSIONS ? extname(path) : '';
  const base = extension === '' ? path : path.slice(0, -extension.length);
  return [path, ...(SOURCE_EXTENSIONS[extension] ?? []).map((each) => base + each)];
}

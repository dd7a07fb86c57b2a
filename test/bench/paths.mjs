import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));
export const TRANSFORMER = path.join(root, 'dist/cjs/transformer/index.js');
/** Everything the bench writes. */
export const OUTPUT = path.join(root, 'build/bench');

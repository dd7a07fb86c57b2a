/** The module syntax in which Node takes a file. */
import type { TextFormat } from '../../apply/text/runtime-import.js';

const MAY_BE_ESM = /^[^\S\n]*(?:import|export)\b|\bimport\s*\.\s*meta\b/m;

/**
 * @param format Node's word. It has none for what `require` finds where no package.json tells: Node
 * then goes by the syntax of the file, which an import of ours would change.
 */
export function formatOf(text: string, format: string | null | undefined): TextFormat | undefined {
  if (format?.startsWith('module')) return 'esm';
  if (format?.startsWith('commonjs')) return 'commonjs';
  return MAY_BE_ESM.test(text) ? undefined : 'commonjs';
}

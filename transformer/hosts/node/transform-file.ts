/** One file of the user's own, as Node is to load it. */
import type { TextFormat } from '../../apply/text/runtime-import.js';
import { BatonError } from '../../option-errors.js';
import type { TransformedText } from '../../text-transform.js';
import { transformOf } from './project.js';

/** @returns `undefined` where nothing is to be rewritten. */
export function transformFile(file: string, text: string, format: TextFormat | undefined): TransformedText | undefined {
  const transform = transformOf(file);
  try {
    return transform(text, file.replaceAll('\\', '/'), format);
  } catch (error) {
    throw new BatonError(`otel-baton: ${file} could not be transformed`, { cause: error });
  }
}

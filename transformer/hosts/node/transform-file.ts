/** One file of the user's own, as Node is to load it. */
import { isMainThread } from 'node:worker_threads';
import type { TextFormat } from '../../apply/text/runtime-import.js';
import { BatonError } from '../../option-errors.js';
import type { TransformedText } from '../../text-transform.js';
import { projectOf, type Project } from './project.js';

/** @returns `undefined` where nothing is to be rewritten. */
export function transformFile(file: string, text: string, format: TextFormat | undefined): TransformedText | undefined {
  const project = projectOf(file);
  const path = file.replaceAll('\\', '/');
  let transformed: TransformedText | undefined;
  try {
    transformed = project.transform(text, path, format);
  } catch (error) {
    throw new BatonError(`otel-baton: ${file} could not be transformed`, { cause: error });
  }
  if (transformed) tellIfEmittedWithoutUs(path, project);
  return transformed;
}

let isTold = false;

/** Who names the plugin, and compiles by what knows no plugins, hears of it from nobody else. */
function tellIfEmittedWithoutUs(path: string, { configFile, outDir }: Project): void {
  if (isTold || !isMainThread || outDir === undefined || !path.startsWith(`${outDir}/`) || !/\.[cm]?jsx?$/.test(path)) return;
  isTold = true;
  process.emitWarning(
    `${path} was emitted without otel-baton, although ${configFile} names its plugin: tsc ignores plugins in silence, and so does TypeScript 7. ` +
      'It is transformed as it is loaded, where its types are gone and boundaries that only they show are not carried. ' +
      'Compile with npx tspc (TypeScript 5 or 6) or npx otel-baton tsc (TypeScript 7).',
    { type: 'otel-baton' },
  );
}

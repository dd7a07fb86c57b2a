/** Each file before and after, as its source would have to be written by hand. */
import { createTwoFilesPatch, FILE_HEADERS_ONLY } from 'diff';
import type ts from 'typescript';
import { sourceFormatOf } from '../apply/format.js';
import { applyText } from '../apply/text/index.js';
import type { Analysis } from '../project/analyse.js';
import { shownFile } from '../shown.js';
import type { Style } from '../styles.js';

/** @returns A unified diff of all files that are rewritten, which `git apply` takes. */
export function diffOf(analyses: readonly Analysis[], style: Style): string {
  return analyses
    .flatMap(({ files, isAsked, project }) =>
      files.flatMap(({ sourceFile, fileName, found }) => {
        const edits = found.flatMap((each) => each.edits);
        if (!edits.length || !isAsked(fileName)) return [];
        const name = shownFile(fileName);
        const rewritten = applyText(project.session.kinds, sourceFile, edits, { format: sourceFormatOf(project.compiler, sourceFile as unknown as ts.SourceFile) });
        return [createTwoFilesPatch(`a/${name}`, `b/${name}`, sourceFile.text, rewritten.code, undefined, undefined, { context: 1, headerOptions: FILE_HEADERS_ONLY })];
      }),
    )
    .map((patch) => patch.split('\n').map((line) => painted(line, style)).join('\n'))
    .join('');
}

function painted(line: string, style: Style): string {
  if (/^(?:---|\+\+\+) /.test(line)) return style('bold', line);
  if (line.startsWith('@@')) return style('cyan', line);
  if (line.startsWith('+')) return style('green', line);
  return line.startsWith('-') ? style('red', line) : line;
}

/** Comments that switch off: `// otel-baton-ignore` beside a line or above it, `// otel-baton-ignore-file` anywhere. */
import { lineAt, lineStarts } from '../lines.js';
import type { Loose, SourceFile } from '../syntax.js';
import type { Found } from './rewrite.js';
import type { Tree } from './tree.js';

const FILE = /(?:\/\/|\/\*)\s*otel-baton-ignore-file\b/;
const LINE = /(?:\/\/|\/\*)\s*otel-baton-ignore(?![-\w])/;
/** What cleans the payload: without it the application would see how it travels. */
const CLEANS: ReadonlySet<string> = new Set(['receive', 'pull', 'receive task', 'receive jobs', 'carry messages']);

/** A file that is to be left alone as if it were not compiled. */
export const isIgnored = ({ text }: Pick<SourceFile, 'text'>): boolean => text.includes('otel-baton-ignore-file') && FILE.test(text);

/** What is found, where comments leave it on. */
export function withoutIgnored({ sourceFile, kinds }: Tree, found: readonly Found[]): readonly Found[] {
  if (!found.length || !sourceFile.text.includes('otel-baton-ignore')) return found;
  const lines = sourceFile.text.split('\n');
  const starts = lineStarts(sourceFile.text);
  const isFileOff = isIgnored(sourceFile);
  const isOff = (line: number): boolean => LINE.test(lines[line] ?? '') || (/^\s*(?:\/\/|\/\*)/.test(lines[line - 1] ?? '') && LINE.test(lines[line - 1] ?? ''));

  return found.map((each) => {
    const node = each.node as Loose;
    const isFile = node.kind === kinds.SourceFile;
    const name = (node.expression?.name ?? node) as Loose;
    const isLineOff = !isFile && [node, name].some((at) => isOff(lineAt(starts, at.getStart(sourceFile))));
    if (!isLineOff && !isFileOff) return each;
    const isKept = isLineOff && CLEANS.has(each.does);
    return { ...each, outcome: 'skipped', code: 'BATON1018', edits: isKept ? each.edits : [] };
  });
}

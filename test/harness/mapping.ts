/** Source maps of emitted code, token by token. */
import { decodedMappings, originalPositionFor, TraceMap } from '@jridgewell/trace-mapping';
import { tokenizer } from 'acorn';

export interface MappedName {
  readonly text: string;
  /** In the source, from 1 and 0. */
  readonly line: number;
  readonly column: number;
}

export interface Reading {
  /** A name may have become a string. */
  readonly withStrings?: boolean;
  /** The map says nothing of a name that stands for the same place as what is before it, as chained maps do. */
  readonly isReduced?: boolean;
}

/** Every identifier that a mapping names exactly. */
export function mappedNames(code: string, map: string, { withStrings = false, isReduced = false }: Reading = {}): readonly MappedName[] {
  const exact = new Map<string, MappedName>();
  const names: MappedName[] = [];
  const trace = new TraceMap(map);
  decodedMappings(trace).forEach((segments, line) => {
    for (const segment of segments) if (segment.length > 1) exact.set(`${line + 1}:${segment[0]}`, { text: '', line: segment[2]! + 1, column: segment[3]! });
  });
  const before = (start: { readonly line: number; readonly column: number }): MappedName | undefined => {
    const { line, column } = originalPositionFor(trace, start);
    return line === null ? undefined : { text: '', line, column };
  };
  const script = code.replace(/^#!.*/, (shebang) => ' '.repeat(shebang.length));
  for (const token of tokenizer(script, { ecmaVersion: 'latest', sourceType: 'module', locations: true })) {
    const isName = token.type.label === 'name' || token.type.label === 'privateId' || (withStrings && token.type.label === 'string');
    const at = isName && token.loc ? (exact.get(`${token.loc.start.line}:${token.loc.start.column}`) ?? (isReduced ? before(token.loc.start) : undefined)) : undefined;
    if (at) names.push({ ...at, text: String((token as { value?: unknown }).value) });
  }
  return names;
}

/** The names of `plain` that `transformed` does not map to the same place, in order. */
export function lostNames(plain: readonly MappedName[], transformed: readonly MappedName[]): readonly MappedName[] {
  const lost: MappedName[] = [];
  let at = 0;
  for (const name of plain) {
    const found = transformed.findIndex((each, i) => i >= at && each.line === name.line && each.column === name.column && isSameName(name.text, each.text));
    if (found < 0) lost.push(name);
    else at = found + 1;
  }
  return lost;
}

/** A one-shot listener is added by the lasting member; an exported function is exported as a constant of ours. */
const RENAMED: Readonly<Record<string, string>> = { once: 'on', prependOnceListener: 'prependListener' };

function isSameName(plain: string, transformed: string): boolean {
  return plain === transformed || RENAMED[plain] === transformed || transformed === `baton_export_${plain}`;
}

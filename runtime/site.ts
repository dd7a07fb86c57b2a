/** Where in the application's sources something is called. */
import { builtin, nodeProcess } from './platform.js';

interface Position {
  /** A path, or what the engine or a bundler says instead. */
  readonly file: string;
  /** From 1, as is the column. */
  readonly line: number;
  readonly column: number;
}

/** Deep enough to leave the runtime, and the library that calls it. */
const DEEPEST = 30;

/** The calls below `callee`, whatever the application has made of `Error`. https://v8.dev/docs/stack-trace-api */
function callsBelow(callee: object): readonly NodeJS.CallSite[] {
  const own = Object.getOwnPropertyDescriptor(Error, 'prepareStackTrace');
  const { stackTraceLimit } = Error;
  const holder: { stack?: unknown } = {};
  try {
    Error.prepareStackTrace = (_, calls) => calls;
    Error.stackTraceLimit = DEEPEST;
    Error.captureStackTrace(holder, callee as () => unknown);
    return Array.isArray(holder.stack) ? (holder.stack as NodeJS.CallSite[]) : [];
  } catch {
    // An application may forbid it.
    return [];
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
    if (own) Object.defineProperty(Error, 'prepareStackTrace', own);
    else delete (Error as { prepareStackTrace?: unknown }).prepareStackTrace;
  }
}

const toPath = (file: string): string => (file.startsWith('file:') ? (builtin('url')?.fileURLToPath(file) ?? file) : file);

type SourceMap = import('node:module').SourceMap;

/** The map that lies beside a file or in it. */
function readMap(file: string): SourceMap | undefined {
  const [fs, path, module] = [builtin('fs'), builtin('path'), builtin('module')];
  if (!fs || !path || !module) return undefined;
  const [, url] = /\/\/[#@] ?sourceMappingURL=(\S+)\s*$/.exec(fs.readFileSync(file, 'utf8')) ?? [];
  if (url === undefined) return undefined;
  const [, encoding, data] = /^data:[^,]*?(;base64)?,(.*)$/s.exec(url) ?? [];
  const inFile = data !== undefined && (encoding ? Buffer.from(data, 'base64').toString() : decodeURIComponent(data));
  return new module.SourceMap(JSON.parse(inFile || fs.readFileSync(path.resolve(path.dirname(file), decodeURIComponent(url)), 'utf8')) as ConstructorParameters<typeof module.SourceMap>[0]);
}

/** Read once; what has none, or one that cannot be read, is shown as it is. */
const maps = new Map<string, SourceMap | undefined>();

function mapOf(file: string): SourceMap | undefined {
  if (maps.has(file)) return maps.get(file);
  maps.set(file, undefined);
  try {
    // What a loader makes has its map in memory only.
    maps.set(file, builtin('module')?.findSourceMap(file) ?? readMap(file));
  } catch {
    // `undefined` stays.
  }
  return maps.get(file);
}

/** The position in the source that was compiled; the same one where that is not known. */
function inSource({ file, line, column }: Position): Position {
  const map = mapOf(file);
  const entry = map?.findEntry(line - 1, column - 1);
  if (!map || !entry || !('originalSource' in entry)) return { file, line, column };
  const { originalSource, originalLine, originalColumn } = entry;
  const source = /^\w\w+:/.test(originalSource) ? toPath(originalSource) : builtin('path')?.resolve(file, '..', map.payload.sourceRoot ?? '', originalSource);
  return { file: source ?? file, line: originalLine + 1, column: originalColumn + 1 };
}

/** The folder of both builds of this package; `undefined` in a bundle. */
const own = /^(.*[\\/]dist[\\/])(?:cjs|esm)[\\/]runtime[\\/]site\.js$/.exec(toPath(callsBelow(callsBelow)[0]?.getFileName() ?? ''))?.[1];

function isOurs(file: string): boolean {
  return (own !== undefined && file.startsWith(own)) || /[\\/]otel-baton[\\/]dist[\\/](?:cjs|esm)[\\/]/.test(file);
}

function positionOf(call: NodeJS.CallSite | undefined): Position | undefined {
  const [file, line, column] = [call?.getFileName(), call?.getLineNumber(), call?.getColumnNumber()];
  return file && !file.startsWith('node:') && line && column ? inSource({ file: toPath(file), line, column }) : undefined;
}

function shown({ file, line, column }: Position): string {
  const path = builtin('path');
  const below = path?.isAbsolute(file) ? path.relative(nodeProcess?.cwd() ?? '', file) : file;
  return `${path && (below.startsWith('..') || path.isAbsolute(below)) ? file : below}:${line}:${column}`;
}

/**
 * Where the application called the function of ours that has called `callee`: `src/main.ts:12:10`.
 * A library that stands between is passed over.
 *
 * @returns `undefined` where no code of the application is running, and in a bundle without a source
 * map, where nothing tells ours from the application's.
 */
export function siteBelow(callee: object): string | undefined {
  const [ours, ...calls] = callsBelow(callee);
  if (!isOurs(positionOf(ours)?.file ?? '')) return undefined;
  let library: Position | undefined;
  for (const call of calls) {
    const position = positionOf(call);
    if (!position || isOurs(position.file)) continue;
    if (!/[\\/]node_modules[\\/]/.test(position.file)) return shown(position);
    library ??= position;
  }
  return library && shown(library);
}

/**
 * Loaders that put functions of their own into `require.extensions`, as tsx does, read files past
 * Node's hooks, by `fs.readFileSync`: they are given the transformed text there.
 */
import fs from 'node:fs';
import module from 'node:module';
import { extname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { formatOf } from './format.js';
import { withInlineMap } from './inline-map.js';
import { isOwnFile } from './own-file.js';
import { transformFile } from './transform-file.js';

type Extensions = Readonly<Record<string, unknown>>;

interface Modules {
  readonly _extensions: Extensions;
  readonly prototype: { load(this: unknown, file: string): void };
}

/** @param areForeign Whether another loader has put its own there already. */
export function followExtensions(areForeign: boolean): void {
  const { _extensions: current, prototype } = module as unknown as Modules;
  const nodes: Extensions = areForeign ? {} : { ...current };
  const handlerOf = (extensions: Extensions, file: string): unknown => extensions[extname(file)] ?? extensions['.js'];
  const { load } = prototype;
  prototype.load = function (file) {
    const isForeign = isOwnFile(file) && /\.[cm]?[jt]sx?$/.test(file) && handlerOf(current, file) !== handlerOf(nodes, file);
    const text = isForeign ? transformed(file) : undefined;
    if (text === undefined) load.call(this, file);
    else readAs(file, text, () => load.call(this, file));
  };
}

function transformed(file: string): string | undefined {
  const text = fs.readFileSync(file, 'utf8');
  const result = transformFile(file, text, formatOf(text, undefined));
  return result && withInlineMap(result, pathToFileURL(file).href);
}

/** The first time that the file is read it has this text: what else is loaded meanwhile reads files as they are. */
function readAs(file: string, text: string, load: () => void): void {
  const { readFileSync } = fs;
  const restore = (): void => {
    if (fs.readFileSync === stand) fs.readFileSync = readFileSync;
  };
  const stand = function (this: unknown, ...args: Parameters<typeof readFileSync>): ReturnType<typeof readFileSync> {
    if (args[0] !== file) return Reflect.apply(readFileSync, this, args);
    restore();
    return args[1] === undefined || args[1] === null ? Buffer.from(text) : text;
  };
  fs.readFileSync = stand as typeof readFileSync;
  try {
    load();
  } finally {
    restore();
  }
}

/** Where a project's files are emitted, and what lies there. */
import { existsSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type ts from 'typescript';
import { RUNTIME } from '../../apply/runtime-parts.js';

const PRESERVE = 1;

/** @param config The tsconfig's path: files are emitted relative to its folder, unless the options say otherwise. */
export function outputsOf({ rootDir, outDir, jsx }: ts.CompilerOptions, config: string): (fileName: string) => string {
  const root = rootDir ?? dirname(config);
  return (fileName) => {
    const extension = (/\.([cm]?)[jt]s(x?)$/.exec(fileName) ?? []) as readonly string[];
    const emitted = `${fileName.replace(/\.[cm]?[jt]sx?$/, '')}.${extension[1] ?? ''}js${extension[2] && jsx === PRESERVE ? 'x' : ''}`;
    return outDir === undefined ? emitted : join(outDir, relative(root, emitted));
  };
}

/** The innermost folder that holds all files: what is emitted relative to without a tsconfig. */
export function commonFolder(files: readonly string[]): string {
  let common = dirname(files[0] ?? '.');
  while (files.some((file) => relative(common, file).startsWith('..'))) common = dirname(common);
  return common;
}

const MAP_COMMENT = /\r?\n?\/\/# sourceMappingURL=(\S+)[ \t]*(?:\r?\n)?$/;
const INLINE = /^data:application\/json;[^,]*base64,(.*)$/;

/** What is emitted beside the code. */
export interface Output {
  readonly file: string;
  /** As it is written, but for a byte order mark. */
  readonly text: string;
  readonly hasByteOrderMark: boolean;
  /** When it was written, in milliseconds. */
  readonly time: number;
  /** What the comment at its end says of its map. */
  readonly map: 'none' | 'file' | { readonly inline: string };
}

/** @returns Nothing where nothing lies there. */
export function readOutput(file: string): Output | undefined {
  try {
    const [text, time] = [readFileSync(file, 'utf8'), statSync(file).mtimeMs];
    const url = MAP_COMMENT.exec(text)?.[1];
    const inline = url === undefined ? undefined : INLINE.exec(url)?.[1];
    const map = url === undefined ? 'none' : inline === undefined ? 'file' : { inline: Buffer.from(inline, 'base64').toString() };
    return { file, text: text.replace(/^\uFEFF/, ''), hasByteOrderMark: text.startsWith('\uFEFF'), time, map };
  } catch {
    return undefined;
  }
}

const IMPORT = new RegExp(`\\b(?:from |require\\()["']${RUNTIME}`);

/** Whether it is as we leave it. */
export const isRewritten = ({ text }: Output): boolean => IMPORT.test(text);

export const withoutMapComment = (text: string): string => text.replace(MAP_COMMENT, '').trimEnd();

/** The map first: what is interrupted in between is found to be without us. */
export function writeOutput({ file, hasByteOrderMark, map }: Output, code: string, codeMap: string): void {
  if (map === 'file') replace(`${file}.map`, codeMap);
  const inline = `sourceMappingURL=data:application/json;base64,${Buffer.from(codeMap).toString('base64')}`;
  const text = typeof map === 'object' ? code.replace(/sourceMappingURL=\S+(?=\s*$)/, () => inline) : code;
  replace(file, `${hasByteOrderMark ? '\uFEFF' : ''}${text}`);
}

/** Nobody sees half of it. */
function replace(file: string, text: string): void {
  const made = `${file}.otel-baton`;
  writeFileSync(made, text, existsSync(file) ? { mode: statSync(file).mode } : {});
  renameSync(made, file);
}

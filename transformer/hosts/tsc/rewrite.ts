/** What a project has emitted, rewritten as its plan says. */
import { existsSync, readFileSync } from 'node:fs';
import { importsRuntime } from '../../apply/prologue.js';
import type { Edit } from '../../plan/rewrite.js';
import { rewriteEmitted } from '../../relocate/index.js';
import { shownFile, shownPlace } from '../../shown.js';
import type { Node, SourceFile } from '../../syntax.js';
import type { Installed } from '../../typescript-7/find.js';
import type { Parser } from '../../typescript-7/parser.js';
import type { Project } from '../../project/project.js';
import type { Config } from './configs.js';
import { emitMaps, type EmittedAgain, type MapEmit } from './map-emit.js';
import { commonFolder, isRewritten, outputsOf, readOutput, withoutMapComment, writeOutput, type Output } from './outputs.js';

/** A source in which something is rewritten. */
export interface Planned {
  readonly source: SourceFile;
  readonly edits: readonly Edit[];
  /** What it is emitted as. */
  readonly output: string;
}

export function plannedOf({ program, session, files, plan }: Project, { path, file }: Config): readonly Planned[] {
  const options = program.getCompilerOptions();
  const outputOf = outputsOf(file === undefined ? { rootDir: commonFolder(files.map(({ fileName }) => fileName)), ...options } : options, path);
  return files.flatMap((source) => {
    const edits = importsRuntime(session.kinds, source) ? [] : plan(source.fileName).flatMap((found) => found.edits);
    return edits.length ? [{ source, edits, output: outputOf(source.fileName) }] : [];
  });
}

export interface Rewriting {
  readonly typescript: Installed;
  readonly parser: Parser;
  readonly project: Project;
  readonly config: Config;
  readonly overrides: readonly string[];
  /** When the compiler was started, in milliseconds: what is older was emitted by an earlier build. */
  readonly since: number;
  /** Maps of files that are emitted without, if they were made beforehand. */
  readonly maps?: Promise<MapEmit> | undefined;
}

/** What else must be known for emitting files again. */
export const emittedAgain = ({ project, config, overrides }: Pick<Rewriting, 'project' | 'config' | 'overrides'>): EmittedAgain => ({
  config: config.file,
  overrides,
  sources: project.files.map(({ fileName }) => fileName),
  jsx: project.program.getCompilerOptions().jsx,
});

/** @returns What went wrong, as the compiler would print it. What is as we leave it, and what is not there, is let be. */
export async function rewriteProject(rewriting: Rewriting, planned: readonly Planned[]): Promise<readonly string[]> {
  const { parser, typescript, since } = rewriting;
  const plain = planned.flatMap((each) => {
    const output = readOutput(each.output);
    return output && !isRewritten(output) ? [{ ...each, output }] : [];
  });
  const faults: string[] = [];
  const missing: typeof plain = [];

  function rewrite({ source, edits, output }: (typeof plain)[number], map: string): void {
    const emitted = parser.parse(output.file, output.text);
    const result = rewriteEmitted(parser.kinds, source, edits, { emitted, map });
    if ('lost' in result) faults.push(...result.lost.map((node) => lost(source, node)));
    else writeOutput(output, result.code, result.map);
  }

  for (const each of plain) {
    const map = ownMap(each.output, since);
    if (map === undefined) missing.push(each);
    else rewrite(each, map);
  }
  // Alone first, then with all that they import: the quick way does nearly always.
  for (const isAlone of [true, false]) {
    if (!missing.length) break;
    const made = isAlone && rewriting.maps ? rewriting.maps : emitMaps(typescript, { ...emittedAgain(rewriting), ...(isAlone && { alone: missing.map(({ source }) => source.fileName) }) });
    const maps = await made;
    for (const each of missing.splice(0)) {
      const map = maps.mapOf(each.source.fileName, each.output.text);
      if (map === undefined) missing.push(each);
      else rewrite(each, asOnDisk(each.output, map));
    }
    maps.close();
  }
  (await rewriting.maps)?.close();
  return [...faults, ...missing.map(({ source, output }) => changed(source, output))];
}

/** The map that the compiler wrote together with the code. */
function ownMap({ file, map, time }: Output, since: number): string | undefined {
  if (typeof map === 'object') return map.inline;
  return map === 'file' && time >= since && existsSync(`${file}.map`) ? readFileSync(`${file}.map`, 'utf8') : undefined;
}

/** What the map on disk says of its sources holds, wherever the build before this one ended. */
function asOnDisk({ file, map }: Output, made: string): string {
  if (map !== 'file' || !existsSync(`${file}.map`)) return made;
  const { mappings, names } = JSON.parse(made) as Record<string, unknown>;
  return JSON.stringify({ ...(JSON.parse(readFileSync(`${file}.map`, 'utf8')) as object), names, mappings });
}

function lost(source: SourceFile, node: Node): string {
  const place = shownPlace(source, node === source ? 0 : node.getStart(source));
  return `${place}: error BATON2007: this was not found again in the emitted JavaScript, so ${shownFile(source.fileName)} carries no context; write it in a simpler way, or put the comment otel-baton-ignore before it.`;
}

function changed(source: SourceFile, { file, text }: Output): string {
  return `${shownFile(source.fileName)}: error BATON2008: ${shownFile(file)} (${withoutMapComment(text).length} characters) is not what TypeScript emits from it, so it carries no context; delete it and build again.`;
}

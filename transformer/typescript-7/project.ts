/** Projects that TypeScript 7 compiles, and what becomes of their files. */
import { resolve } from 'node:path';
import type { Options } from '../options.js';
import { ownFiles } from '../program-files.js';
import type { Project } from '../project/project.js';
import { sessionOf, type Session } from '../session.js';
import type { SourceFile } from '../syntax.js';
import type { ApiChanges, ApiFileSystem, ApiProject, ApiSnapshot } from './api.js';
import { compilerOf7 } from './compiler.js';
import { readReferences } from './config-file.js';
import { endProcess } from './end.js';
import type { TypeScript7 } from './find.js';
import { programOf7 } from './program.js';

/** Files, by their whole paths. */
export type FileChanges = Readonly<Partial<Record<'changed' | 'created' | 'deleted', string[]>>>;

/** One native process that has projects open. */
export interface Projects {
  /**
   * Open projects, all at once, which is quicker than one after the other.
   *
   * @param optionsOf The plugin's options in each of them, by its path.
   * @throws Error where the native compiler cannot read a project.
   */
  open(configFiles: readonly string[], optionsOf: (configFile: string) => Options): readonly Project[];
  /** Files are no longer as they were: those that are named, or any. Projects must be opened again; named changes cost only what has changed. */
  changed(files?: FileChanges): void;
  /** Close all projects, so that the native process forgets them. */
  forget(): void;
  /** Ends the process, which would else end with this one. */
  close(): void;
}

/**
 * Start a native process.
 *
 * @param folder Where relative paths start.
 * @param fs Asked before the real file system.
 */
export function startProjects(typescript7: TypeScript7, folder: string, fs?: ApiFileSystem): Projects {
  const compiler = compilerOf7(typescript7);
  const api = new typescript7.sync.API({ cwd: folder, ...(fs && { fs }) });
  const opened = new Set<string>();
  /** The last one holds all projects; answers of earlier ones may still be asked for. */
  let snapshots: ApiSnapshot[] = [];

  function update(changes: ApiChanges, isLasting: boolean): ApiSnapshot {
    const snapshot = api.updateSnapshot(changes);
    const before = snapshots;
    snapshots = isLasting ? [...before, snapshot] : [snapshot];
    if (!isLasting) for (const each of before) each.dispose();
    return snapshot;
  }

  function projectOf(snapshot: ApiSnapshot, path: string, options: Options): Project {
    const project: ApiProject | undefined = snapshot.getProject(path);
    if (!project) throw new Error(`otel-baton: TypeScript ${typescript7.version} opened no project at ${path}`);
    const program = programOf7(typescript7, project, readReferences(api, path), folder, fs);
    let made: Session | undefined;
    const session = (): Session => (made ??= sessionOf(compiler, program, options).session);
    return {
      configFile: path,
      compiler,
      program,
      get session() {
        return session();
      },
      get files() {
        return ownFiles(program) as unknown as readonly SourceFile[];
      },
      plan(fileName) {
        const file = program.getSourceFile(fileName) as unknown as SourceFile | undefined;
        return file ? session().plan(file, program.getCompilerOptions()) : [];
      },
    };
  }

  return {
    open(configFiles, optionsOf) {
      const paths = configFiles.map((configFile) => resolve(folder, configFile).replaceAll('\\', '/'));
      const fresh = paths.filter((path) => !opened.has(path));
      for (const path of fresh) opened.add(path);
      const latest = snapshots.at(-1);
      const snapshot = latest && !fresh.length ? latest : update({ openProjects: fresh }, true);
      return paths.map((path) => projectOf(snapshot, path, optionsOf(path)));
    },
    changed(files) {
      if (files) return void update({ fileChanges: files }, false);
      // Which files a tsconfig includes is asked anew only when it is opened anew.
      update({ closeProjects: [...opened], fileChanges: { invalidateAll: true } }, false);
      opened.clear();
    },
    forget() {
      update({ closeProjects: [...opened] }, false);
      opened.clear();
    },
    close: () => endProcess(api),
  };
}

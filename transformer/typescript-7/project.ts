/** Projects that TypeScript 7 compiles, and what becomes of their files. */
import { resolve } from 'node:path';
import type { Options } from '../options.js';
import type { Found } from '../plan/rewrite.js';
import { ownFiles } from '../program-files.js';
import type { Program } from '../resolve/checker/host.js';
import { sessionOf, type Session } from '../session.js';
import type { SourceFile } from '../syntax.js';
import type { ApiChanges, ApiFileSystem } from './api.js';
import { compilerOf7 } from './compiler.js';
import { readReferences } from './config-file.js';
import type { TypeScript7 } from './find.js';
import { programOf7 } from './program.js';

export interface Project {
  /** For the report, and for all else that looks at a whole program. */
  readonly program: Program;
  readonly session: Session;
  /** The sources that the program compiles. */
  readonly files: readonly SourceFile[];
  /** @returns Nothing, too, for a file that is none of the program's. */
  plan(fileName: string): readonly Found[];
}

/** One native process that has projects open. */
export interface Projects {
  /** @throws Error where the native compiler finds no project. */
  open(configFile: string, options: Options): Project;
  /** Look at the files again: those that are named, or all. Projects that were opened before answer as before. */
  changed(files?: { readonly changed?: string[]; readonly created?: string[]; readonly deleted?: string[] }): void;
  /** Ends the process. */
  close(): void;
}

/** @param fs Asked before the real file system. */
export function startProjects(typescript7: TypeScript7, folder: string, fs?: ApiFileSystem): Projects {
  const compiler = compilerOf7(typescript7);
  const api = new typescript7.sync.API({ cwd: folder, ...(fs && { fs }) });

  return {
    open(configFile, options) {
      const path = resolve(folder, configFile);
      const project = api.updateSnapshot({ openProjects: [path] }).getProject(path);
      if (!project) throw new Error(`otel-baton: TypeScript ${typescript7.version} opened no project at ${path}`);
      const program = programOf7(typescript7.sync, project, readReferences(api, path), fs);
      const { session } = sessionOf(compiler, program, options);
      return {
        program,
        session,
        get files() {
          return ownFiles(program) as unknown as readonly SourceFile[];
        },
        plan(fileName) {
          const file = program.getSourceFile(fileName) as unknown as SourceFile | undefined;
          return file ? session.plan(file, program.getCompilerOptions()) : [];
        },
      };
    },
    changed(files) {
      const changes: ApiChanges = { fileChanges: files ?? { invalidateAll: true } };
      api.updateSnapshot(changes);
    },
    close: () => api.close(),
  };
}

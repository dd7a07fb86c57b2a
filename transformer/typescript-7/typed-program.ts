/** The program that TypeScript 7 makes of a tsconfig, for a host that hands over files one by one and may do so again and again. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { notFound, type TypedProgram } from '../hosts/typed-program.js';
import { DEFAULT_OPTIONS } from '../options.js';
import type { Program } from '../resolve/checker/host.js';
import type { TypeScript7 } from './find.js';
import { startProjects } from './project.js';

/**
 * @param configFile As the user names it, from the working directory.
 * @throws BatonError where it is not there.
 */
export function typedProgram7(typescript7: TypeScript7, configFile: string): TypedProgram {
  const path = resolve(configFile);
  if (!existsSync(path)) throw notFound(path);
  const projects = startProjects(typescript7, resolve());
  let program: Program | undefined;
  let isChecked = true;

  return {
    current() {
      if (program && isChecked) return program;
      if (!isChecked) projects.changed();
      isChecked = true;
      // The host plans by options of its own.
      return (program = (projects.open([path], () => DEFAULT_OPTIONS)[0] as { readonly program: Program }).program);
    },
    mayHaveChanged() {
      isChecked = false;
    },
  };
}

/** A project that is looked at as a whole, whichever TypeScript it is compiled by. */
import type { Found } from '../plan/rewrite.js';
import type { Compiler, Program } from '../resolve/checker/host.js';
import type { Session } from '../session.js';
import type { SourceFile } from '../syntax.js';

export interface Project {
  readonly configFile: string;
  readonly compiler: Compiler;
  /** For the report, and for all else that looks at a whole program. */
  readonly program: Program;
  readonly session: Session;
  /** The sources that the program compiles. */
  readonly files: readonly SourceFile[];
  /** @returns Nothing, too, for a file that is none of the program's. */
  plan(fileName: string): readonly Found[];
}

/** The commands of `otel-baton`. Each is loaded when it is called. */

export interface Command {
  readonly name: string;
  /** How it is called. */
  readonly usage: string;
  /** What it is for, in one line. */
  readonly says: string;
  /**
   * @param args What follows its name.
   * @returns The exit code.
   */
  run(args: readonly string[]): Promise<number>;
}

export const COMMANDS: readonly Command[] = [
  {
    name: 'explain',
    usage: 'explain [tsconfig or files]',
    says: 'show every boundary, what travels there and what receives it: as text, --diff, --json or --html',
    run: async (args) => (await import('./explain.js')).explain(args),
  },
  {
    name: 'check',
    usage: 'check [tsconfig or files]',
    says: 'fail where a boundary is not carried, for continuous integration',
    run: async (args) => (await import('./check.js')).run(args),
  },
  {
    name: 'doctor',
    usage: 'doctor [folder] [-- command …]',
    says: 'find what breaks traces although every boundary is carried, and say the cure',
    run: async (args) => (await import('./doctor.js')).diagnose(args),
  },
  {
    name: 'tsc',
    usage: 'tsc [options of tsc]',
    says: 'compile as tsc does, and hand the context on: for TypeScript 7, which runs no transformers',
    run: async (args) => (await import('./tsc.js')).compile(args),
  },
];

/** What is made once for a plugin and rewrites the files that its bundler hands over, again and again where that watches. */
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import type ts from 'typescript';
import { compilerOf } from '../compiler.js';
import { createModules } from '../own-modules.js';
import type { Peer } from '../resolve/resolver.js';
import type { Modules } from '../resolve/syntax/modules.js';
import { createTextTransform, type TextTransform, type TransformedText } from '../text-transform.js';
import { isTransformedBy } from './id-filter.js';
import { optionsOf } from './node/project.js';
import type { PluginOptions, PluginSettings } from './plugin-options.js';
import { typedProgram, type TypedProgram } from './typed-program.js';

export interface Transforms {
  /** @returns What the file becomes, if anything, and other files by which it was judged: when one of those changes, it is to be judged anew. */
  transform(text: string, fileName: string): { readonly transformed: TransformedText | undefined; readonly judgedBy: readonly string[] };
  /** The files that were judged by this one, too. */
  judgedBy(fileName: string): Iterable<string>;
  /** Said before a build, and of each file that changes. */
  mayHaveChanged(): void;
  /** Said once where modules are served one by one: what a worker or a process runs, Node loads by itself. */
  serveModules(): void;
}

/** By the options as they were given: in Vite, the plugin in workers is another one with the same. */
const made = new WeakMap<PluginOptions, Transforms>();

/** @param findsWorkers The bundler makes the files of workers by itself, of what it finds in the text. */
export function transformsOf(given: PluginOptions | undefined, settings: PluginSettings, findsWorkers: boolean): Transforms {
  const known = given && made.get(given);
  if (known) return known;
  const transforms = createTransforms(settings, findsWorkers);
  if (given) made.set(given, transforms);
  return transforms;
}

/** The compiler is loaded, and a program made, for the first file that has something in it. */
function createTransforms(settings: PluginSettings, findsWorkers: boolean): Transforms {
  const { config, types } = settings;
  let compiler: typeof ts | undefined;
  let typed: TypedProgram | undefined;
  let latest: { readonly program: ts.Program | undefined; readonly transform: TextTransform } | undefined;
  /** The files that the one at hand was judged by. */
  let asked = new Set<string>();
  const dependents = new Map<string, Set<string>>();
  let isServed = false;
  const isTransformed = isTransformedBy(settings);

  function peerAt(fileName: string): Peer {
    if (isServed) return 'unknown';
    return isTransformed(fileName) ? 'compiled' : 'foreign';
  }

  function current(): TextTransform {
    compiler ??= compilerOf(projectCompiler());
    if (types !== undefined) typed ??= typedProgram(compiler, types);
    const program = typed?.current();
    if (!latest || latest.program !== program) {
      const modules = followed(createModules(compiler, projectOptions(compiler, program)));
      latest = { program, transform: createTextTransform(config, { compiler, findsWorkers, peerAt, modules, ...(program && { program }) }) };
    }
    return latest.transform;
  }

  function followed(modules: Modules): Modules {
    return {
      find(specifier, from) {
        const file = modules.find(specifier, from);
        if (file) asked.add(file.fileName);
        return file;
      },
    };
  }

  return {
    transform(text, fileName) {
      asked = new Set();
      const transformed = current()(text, fileName);
      for (const each of asked) dependents.set(each, (dependents.get(each) ?? new Set()).add(fileName));
      return { transformed, judgedBy: [...asked] };
    },
    judgedBy: (fileName) => dependents.get(fileName) ?? [],
    mayHaveChanged() {
      typed?.mayHaveChanged();
      // What was read of other files may have changed, too.
      if (!typed) latest = undefined;
    },
    serveModules() {
      isServed = true;
    },
  };
}

/** By what modules are found. */
function projectOptions(compiler: typeof ts, program: ts.Program | undefined): ts.CompilerOptions {
  if (program) return program.getCompilerOptions();
  const configFile = compiler.findConfigFile(process.cwd(), (file) => compiler.sys.fileExists(file));
  return configFile === undefined ? {} : optionsOf(compiler, configFile);
}

/** That of the project, which may be another than the one beside this package; `undefined` where it has none. */
function projectCompiler(): typeof ts | undefined {
  try {
    return createRequire(resolve('package.json'))('typescript') as typeof ts;
  } catch {
    return undefined;
  }
}

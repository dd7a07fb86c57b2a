/** What is made once for a plugin and rewrites the files that its bundler hands over, again and again where that watches. */
import type { Program } from '../resolve/checker/host.js';
import type { Peer } from '../resolve/resolver.js';
import type { Modules } from '../resolve/syntax/modules.js';
import { createTextTransform, type TextTransform, type TransformedText } from '../text-transform.js';
import { createBuildReport } from './build-report.js';
import { isTransformedBy } from './id-filter.js';
import { projectLanguage, type Language } from './language.js';
import type { PluginOptions, PluginSettings } from './plugin-options.js';
import { createTellingFiles, type TellingFiles } from './telling-files.js';
import type { TypedProgram } from './typed-program.js';

export interface Transforms {
  /** @returns What the file becomes, if anything, and other files by which it was judged: when one of those changes, it is to be judged anew. */
  transform(text: string, fileName: string): { readonly transformed: TransformedText | undefined; readonly judgedBy: readonly string[] };
  /** The files that were judged by this one, too. */
  judgedBy(fileName: string): Iterable<string>;
  /** Said before a build, and of each file that changes. */
  mayHaveChanged(): void;
  /** Said at the end of each build. */
  tellReport(): void;
  /** Said once where modules are served one by one: what a worker or a process runs, Node loads by itself. */
  serveModules(): void;
}

const NOTHING: ReturnType<Transforms['transform']> = { transformed: undefined, judgedBy: [] };

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
  let language: Language | undefined;
  let typed: TypedProgram | undefined;
  let latest: { readonly program: Program | undefined; readonly transform: TextTransform } | undefined;
  /** The files that the one at hand was judged by. */
  let asked = new Set<string>();
  const report = createBuildReport(settings.options);
  // A report names what is not rewritten, too.
  const tellingFiles = (): TellingFiles | undefined => (types === undefined && !report ? createTellingFiles(settings.options) : undefined);
  let telling = tellingFiles();
  const dependents = new Map<string, Set<string>>();
  let isServed = false;
  const isTransformed = isTransformedBy(settings);

  function peerAt(fileName: string): Peer {
    if (isServed) return 'unknown';
    if (!isTransformed(fileName)) return 'foreign';
    // What is JavaScript already may be copied beside a bundle as it is.
    return findsWorkers || /\.[cm]?tsx?$/.test(fileName) ? 'compiled' : 'unknown';
  }

  function current(): TextTransform {
    language ??= projectLanguage();
    if (types !== undefined) typed ??= language.typed(types);
    const program = typed?.current();
    if (!latest || latest.program !== program) {
      const modules = followed(language.modules(program, telling?.mayTell));
      latest = { program, transform: createTextTransform(config, { compiler: language.compiler, findsWorkers, peerAt, modules, ...(report && { planned: report.planned }), ...(program && { program }) }) };
    }
    return latest.transform;
  }

  function followed(modules: Modules): Modules {
    return {
      ...modules,
      isCompiled: (fileName) => peerAt(fileName) === 'compiled',
      find(specifier, from) {
        const file = modules.find(specifier, from);
        if (file) asked.add(file.fileName);
        return file;
      },
    };
  }

  return {
    transform(text, fileName) {
      if (telling && !telling.mayConcern(fileName, text)) return NOTHING;
      asked = new Set();
      report?.forget(fileName);
      const transformed = current()(text, fileName);
      for (const each of asked) dependents.set(each, (dependents.get(each) ?? new Set()).add(fileName));
      return { transformed, judgedBy: [...asked] };
    },
    judgedBy: (fileName) => dependents.get(fileName) ?? [],
    mayHaveChanged() {
      typed?.mayHaveChanged();
      // What was read of other files may have changed, too.
      if (types === undefined) {
        latest = undefined;
        telling = tellingFiles();
      }
    },
    tellReport: () => report?.tell(),
    serveModules() {
      isServed = true;
    },
  };
}

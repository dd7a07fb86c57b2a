/** Hosts that judge a file by its syntax, and what they do not find that the type checker finds. */
import type ts from 'typescript';
import type { HostFile } from '../../commands/hosts.js';
import { readerFor } from '../../hosts/reader.js';
import { createModules } from '../../own-modules.js';
import { isOurPlugin } from '../../plugin-entry.js';
import type { Analysis } from '../../project/analyse.js';
import { reportEntries, type ReportEntry } from '../../report/report.js';
import type { Modules } from '../../resolve/syntax/modules.js';
import { shownFile } from '../../shown.js';
import { createTextTransform, type TextCompiler } from '../../text-transform.js';
import { listedOption, listedPlugins } from '../../typescript-7/config-file.js';
import { createModules7 } from '../../typescript-7/modules.js';
import type { Configuration } from './configurations.js';
import type { Command } from './scripts.js';

export interface SyntaxHost {
  /** As a finding names it. */
  readonly name: string;
  readonly cure: string;
  readonly found: number;
  readonly lost: readonly ReportEntry[];
}

interface Told {
  readonly configFile: string;
  readonly configurations: readonly Configuration[];
  readonly commands: readonly Command[];
  readonly hosts: readonly HostFile[];
}

interface Kind {
  /** Where it is told so; `undefined` where it is not. */
  readonly at: (told: Told) => string | undefined;
  /** It also reads what a file imports from others. */
  readonly follows: boolean;
  readonly cure: string;
}

const KINDS: readonly Kind[] = [
  { at: tsJest, follows: false, cure: 'Have ts-jest use a tsconfig without "isolatedModules", and take it out of its options, so that it has types.' },
  { at: ({ hosts }) => hosts.find(({ text, hasPlugin }) => hasPlugin && /transpileOnly\s*:\s*true/.test(text) && text.includes('ts-loader'))?.file, follows: false, cure: 'Take "transpileOnly" out of the options of ts-loader, or use the plugin of otel-baton/webpack with { types: true }.' },
  {
    at: ({ hosts }) => hosts.find(({ text, hasPlugin }) => hasPlugin && !text.includes('otel-baton/transformer') && !/\btypes\s*:\s*true/.test(text))?.file,
    follows: true,
    cure: 'Give the plugin { types: true }, or annotate the receivers with their types.',
  },
  {
    at: ({ commands }) => commands.map(({ script, text }) => (text.includes('otel-baton/register') ? `package.json, script "${script}": otel-baton/register` : undefined)).find((each) => each !== undefined),
    follows: true,
    cure: 'Annotate the receivers with their types, imported by their names; or compile with tspc or otel-baton tsc.',
  },
];

function tsJest({ configurations, configFile }: Told): string | undefined {
  const isIsolated = listedOption(configFile, 'isolatedModules') === true;
  return configurations.find(({ text }) => /ts-jest/.test(text) && text.includes('otel-baton/transformer') && (isIsolated || /isolatedModules['"]?\s*:\s*true/.test(text)))?.file;
}

/** The type of the receiver is not known, or not as one. */
const UNKNOWN = new Set(['BATON1003', 'BATON1010', 'BATON1015']);

/** Hosts are asked for one by one, and only those that there are cost anything. */
export function syntaxHostsOf(told: Omit<Told, 'configFile'>, analyses: readonly Analysis[]): readonly SyntaxHost[] {
  return analyses.flatMap((analysis) =>
    KINDS.flatMap(({ at, follows, cure }) => {
      const name = at({ ...told, configFile: analysis.configFile });
      if (name === undefined) return [];
      const bySyntax = new Set(foundBySyntax(analysis, follows).filter(({ code }) => code === undefined || !UNKNOWN.has(code)).map(keyOf));
      const { boundaries } = analysis.report;
      return [{ name, cure, found: boundaries.length, lost: boundaries.filter((entry) => entry.outcome === 'carried' && !bySyntax.has(keyOf(entry))) }];
    }),
  );
}

const keyOf = ({ file, line, column, boundary }: ReportEntry): string => `${file}(${line},${column}) ${boundary}`;

function foundBySyntax({ configFile, project, files }: Analysis, follows: boolean): readonly ReportEntry[] {
  const compiler = readerFor(configFile);
  const modules = follows ? modulesBy(compiler, project.program.getCompilerOptions()) : undefined;
  const entries: ReportEntry[] = [];
  const transform = createTextTransform(listedPlugins(configFile).find(isOurPlugin), {
    compiler,
    ...(modules && { modules }),
    planned: (sourceFile, found) => entries.push(...reportEntries(sourceFile, found, shownFile)),
  });
  for (const { sourceFile, fileName } of files) transform(sourceFile.text, fileName);
  return entries;
}

function modulesBy(compiler: typeof ts | TextCompiler, options: ts.CompilerOptions): Modules {
  return 'resolveModuleName' in compiler ? createModules(compiler, options) : createModules7(compiler);
}

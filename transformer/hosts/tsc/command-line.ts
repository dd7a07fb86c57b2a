/** What of the arguments of `tsc` says what is compiled; all else is the compiler's own. */

export interface CommandLine {
  /** Something is asked, as with `--help`: nothing is emitted. */
  readonly emitsNothing: boolean;
  readonly isBuild: boolean;
  readonly isWatch: boolean;
  readonly isPretty: boolean | undefined;
  /** The projects that are named: one of `--project`, those of `--build`. */
  readonly projects: readonly string[];
  /** Files, and options that say something else than the tsconfig, with their values. */
  readonly overrides: readonly string[];
}

const INFORMATION = new Set(['help', 'h', '?', 'all', 'version', 'v', 'init', 'showconfig', 'listfilesonly', 'lsp', 'api']);
const INFORMATION_OF_BUILD = new Set(['help', 'h', '?', 'all', 'clean', 'dry', 'd']);

/** Options that change nothing of what is emitted, and those of them that are followed by a value of their own. */
const NEUTRAL = new Set([
  'pretty', 'listfiles', 'listemittedfiles', 'diagnostics', 'extendeddiagnostics', 'explainfiles', 'traceresolution', 'incremental', 'i', 'force', 'f', 'verbose', 'quiet', 'q',
  'preservewatchoutput', 'singlethreaded', 'stopbuildonerrors', 'nocheck', 'skiplibcheck', 'noemitonerror', 'synchronouswatchdirectory', 'noerrortruncation',
]);
const NEUTRAL_WITH_VALUE = new Set([
  'locale', 'tsbuildinfofile', 'checkers', 'builders', 'generatetrace', 'generatecpuprofile', 'pprofdir', 'watchfile', 'watchdirectory', 'fallbackpolling', 'excludedirectories', 'excludefiles',
]);

const isBoolean = (text: string | undefined): text is 'true' | 'false' => text === 'true' || text === 'false';

export function readCommandLine(args: readonly string[]): CommandLine {
  const nameOf = (arg: string | undefined): string | undefined => (arg?.startsWith('-') ? arg.replace(/^--?/, '').toLowerCase() : undefined);
  // As the compiler has it: only the first argument makes it a build.
  const isBuild = ['b', 'build'].includes(nameOf(args[0]) ?? '');
  const information = isBuild ? INFORMATION_OF_BUILD : INFORMATION;
  const projects: string[] = [];
  const overrides: string[] = [];
  let [emitsNothing, isWatch] = [false, false];
  let isPretty: boolean | undefined;
  for (let i = 0; i < args.length; i++) {
    const name = nameOf(args[i]);
    /** The switch's value, which may be left out. */
    const isOn = (): boolean => (isBoolean(args[i + 1]) ? args[++i] === 'true' : true);
    if (name === undefined) (isBuild ? projects : overrides).push(args[i] as string);
    else if (name === 'b' || name === 'build') isOn();
    else if (name === 'p' || name === 'project') projects.push(args[++i] ?? '.');
    else if (name === 'w' || name === 'watch') isWatch = isOn();
    else if (name === 'pretty') isPretty = isOn();
    else if (information.has(name)) emitsNothing ||= isOn();
    else if (name === 'noemit' || name === 'emitdeclarationonly') {
      const isSet = isOn();
      emitsNothing ||= isSet;
      overrides.push(`--${name}`, String(isSet));
    } else if (NEUTRAL.has(name) || (isBuild && name === 'v')) isOn();
    else if (NEUTRAL_WITH_VALUE.has(name)) i++;
    else overrides.push(args[i] as string);
  }
  return { emitsNothing, isBuild, isWatch, isPretty, projects, overrides };
}

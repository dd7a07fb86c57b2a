/** Hosts beside the compiler, known by their configuration files. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Host {
  readonly file: RegExp;
  readonly name: string;
  /** What is to be added to it. */
  readonly entry: string;
}

const HOSTS: readonly Host[] = [
  { file: /^(?:vite|vitest)\.config\.[cm]?[jt]s$/, name: 'Vite', entry: 'otel-baton/vite' },
  { file: /^rollup\.config\.[cm]?[jt]s$/, name: 'Rollup', entry: 'otel-baton/rollup' },
  { file: /^rolldown\.config\.[cm]?[jt]s$/, name: 'Rolldown', entry: 'otel-baton/rolldown' },
  { file: /^webpack\.config\.[cm]?[jt]s$/, name: 'webpack', entry: 'otel-baton/webpack' },
  { file: /^rspack\.config\.[cm]?[jt]s$/, name: 'Rspack', entry: 'otel-baton/rspack' },
];

export interface HostFile {
  readonly name: string;
  readonly entry: string;
  /** Its name in the folder. */
  readonly file: string;
  readonly text: string;
  readonly hasPlugin: boolean;
}

/** Those whose files lie in the folder. */
export function hostFilesOf(folder: string): readonly HostFile[] {
  const files = existsSync(folder) ? readdirSync(folder) : [];
  return files.flatMap((file) =>
    HOSTS.filter((host) => host.file.test(file)).map(({ name, entry }) => {
      const text = readFileSync(join(folder, file), 'utf8');
      return { name, entry, file, text, hasPlugin: text.includes('otel-baton/') };
    }),
  );
}

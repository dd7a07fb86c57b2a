/** What the package says of itself. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Manifest {
  readonly version: string;
  readonly repository?: { readonly url: string };
}

const { version, repository }: Manifest = JSON.parse(readFileSync(join(__dirname, '../../../package.json'), 'utf8')) as Manifest;

export const VERSION = version;

/** The page of its repository, which shows the README; none where the package names no repository. */
export const PAGE: string | undefined = /https:\/\/.*?(?=\.git$|$)/.exec(repository?.url ?? '')?.[0];

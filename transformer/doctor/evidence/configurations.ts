/** Configuration files of tools, as text: what is in them is code, and is not run. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Manifest } from './packages.js';

export interface Configuration {
  readonly file: string;
  readonly text: string;
}

const CONFIGURATION = /(?:\.config\.(?:[cm]?[jt]s|json)|^nest-cli\.json)$/;

/** @returns What a package.json says to Jest among them. */
export function configurationsOf(folder: string, { jest }: Manifest): readonly Configuration[] {
  const files = readdirSync(folder).filter((file) => CONFIGURATION.test(file));
  return [...files.map((file) => ({ file, text: readFileSync(join(folder, file), 'utf8') })), ...(jest === undefined ? [] : [{ file: 'package.json', text: JSON.stringify(jest) }])];
}

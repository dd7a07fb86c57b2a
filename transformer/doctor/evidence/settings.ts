/** Variables of the environment that the project sets: in its scripts, and in `.env` files. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { shownFile } from '../../shown.js';
import type { Command } from './scripts.js';

export interface Setting {
  readonly name: string;
  readonly value: string;
  /** As a finding names it. */
  readonly place: string;
}

const LINE = /^\s*(?:export\s+)?(\w+)\s*=\s*(.*?)\s*$/;

export function settingsOf(folder: string, commands: readonly Command[]): readonly Setting[] {
  const files = readdirSync(folder).filter((file) => /^\.env(?:\.(?!example|sample|template|test)[\w-]+)?$/.test(file));
  return [...files.flatMap((file) => settingsIn(join(folder, file))), ...commands.flatMap(settingsBefore)];
}

function settingsIn(file: string): readonly Setting[] {
  return readFileSync(file, 'utf8').split('\n').flatMap((line, i) => {
    const [, name, value = ''] = LINE.exec(line) ?? [];
    return name === undefined ? [] : [{ name, value: value.replace(/^(["'])(.*)\1$/, '$2'), place: `${shownFile(file)}(${i + 1},1)` }];
  });
}

const settingsBefore = ({ script, environment }: Command): readonly Setting[] => Object.entries(environment).map(([name, value]) => ({ name, value, place: `package.json, script "${script}"` }));

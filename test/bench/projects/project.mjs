/** The generated projects. */
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { OUTPUT, root } from '../paths.mjs';
import { moduleText } from './module.mjs';

export const FILES = 400;
/** Of those with boundaries in the project with few: pairs, because a client's worker is the next module. */
const STRIDE = 100;

/**
 * @typedef {object} Project
 * @property {'few' | 'all'} name
 * @property {string} folder
 * @property {number} lines
 * @property {number} boundaries files that have one
 */

/**
 * @param {'few' | 'all'} name
 * @param {number} files
 * @returns {Project}
 */
export function writeProject(name, files = FILES) {
  const folder = path.join(OUTPUT, `project-${name}`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(path.join(folder, 'src'), { recursive: true });
  mkdirSync(path.join(folder, 'node_modules'));
  symlinkSync(root, path.join(folder, 'node_modules/otel-baton'), 'junction');
  writeFileSync(path.join(folder, 'package.json'), '{ "private": true, "type": "module" }\n');
  let lines = 0;
  let boundaries = 0;
  for (let index = 0; index < files; index++) {
    const hasBoundary = name === 'all' || index % STRIDE < 2;
    const text = moduleText(index, hasBoundary);
    lines += text.split('\n').length;
    boundaries += Number(hasBoundary);
    writeFileSync(path.join(folder, `src/module-${index}.ts`), text);
  }
  return { name, folder, lines, boundaries };
}

/** How many bytes the runtime adds to a program: bundled and minified as programs are, then gzipped. */
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import path from 'node:path';
import { build } from 'esbuild';
import { root } from './paths.mjs';

const RUNTIME = path.join(root, 'dist/esm/runtime');
const LIMIT = 2048;
const { exports: entries } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
const PARTS = Object.keys(entries).flatMap((entry) => /^\.\/runtime\/(.+)/.exec(entry)?.[1] ?? []);

/** @param {string[]} names */
const modules = (...names) => ['index', ...names].map((name) => `export * from './${name}.js';`).join(' ');

/**
 * @param {string} contents
 * @param {string[]} external
 * @returns {Promise<import('./statistics.mjs').Sample>}
 */
async function sizeOf(contents, external) {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: RUNTIME },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'node',
    target: 'es2022',
    external,
    write: false,
  });
  const [{ contents: bytes }] = outputFiles;
  return { bytes: gzipSync(bytes, { level: 9 }).length, minified: bytes.length };
}

/** @returns {Promise<import('./statistics.mjs').Group[]>} */
export async function benchSize() {
  const api = ['@opentelemetry/api'];
  /** @type {import('./statistics.mjs').Target[]} */
  const targets = [{ measure: 'bytes', atMost: LIMIT }];
  return [
    {
      part: 'size',
      title: '(c) the runtime, minified and gzipped',
      variants: [
        { name: '@opentelemetry/api, which the program has anyway', samples: [await sizeOf("export * from '@opentelemetry/api';", [])] },
        { name: 'otel-baton/runtime', samples: [await sizeOf(modules(), api)], targets },
        // Modules of their own, which only files that need them import.
        ...(await Promise.all(PARTS.map(async (part) => ({ name: `it and runtime/${part}`, samples: [await sizeOf(modules(part), api)] })))),
        { name: 'all parts', samples: [await sizeOf(modules(...PARTS), api)] },
      ],
    },
  ];
}

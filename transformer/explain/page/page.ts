/** The page of `explain --html`: one file with everything in it, which loads nothing. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { VERSION } from '../../version.js';
import type { Explanation } from '../sites.js';
import { drawing } from './drawing.js';
import { escape } from './escape.js';
import { listOf } from './list.js';
import { mapOf } from './map.js';

const part = (name: string): string => readFileSync(join(__dirname, name), 'utf8');

/** What the page may do: its own style and script, nothing from anywhere. https://www.w3.org/TR/CSP3/ */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:";

export function pageOf(explanation: Explanation): string {
  const { sites, configFiles, typescript, isListed } = explanation;
  const skipped = sites.filter(({ outcome }) => outcome === 'skipped').length;
  const names = [...new Set(sites.map(({ boundary }) => boundary))].sort();
  const map = drawing(mapOf(explanation));
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="${escape(POLICY)}">
<title>Boundaries of ${escape(configFiles.join(', '))}</title>
<style>
${part('page.css')}</style>
</head>
<body>
<header>
  <h1>Where the context goes</h1>
  <p>${escape(configFiles.join(', '))}, TypeScript ${escape(typescript)}, otel-baton ${escape(VERSION)}</p>
  <ul class="counts">
    <li><b>${sites.length}</b> ${sites.length === 1 ? 'boundary end' : 'boundary ends'}</li>
    <li class="carried"><b>${sites.length - skipped}</b> carried</li>
    <li class="skipped"><b>${skipped}</b> not carried</li>
  </ul>
  ${isListed ? '' : '<p class="note">No tsconfig lists the plugin: this is what it would do by its default options.</p>'}
</header>
<form role="search">
  <input type="search" name="words" placeholder="Search code, files, boundaries …  ( / )" aria-label="Search" autocomplete="off">
  <select name="boundary" aria-label="Boundary"><option value="">all boundaries</option>${names.map((name) => `<option>${escape(name)}</option>`).join('')}</select>
  <label><input type="checkbox" name="skipped"> only what is not carried</label>
  <output></output>
  <button type="reset">Show all</button>
</form>
${map ? `<figure>${map}<figcaption><span class="carried">carried</span><span class="skipped">not carried</span><span class="perhaps">dashed: perhaps</span><span>Choose a module or an edge to see its code.</span></figcaption></figure>` : ''}
<main>
${listOf(explanation)}
</main>
<script>
${part('client.js')}</script>
</body>
</html>
`;
}

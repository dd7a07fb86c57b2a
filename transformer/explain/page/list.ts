/** Every end of a boundary, by file, with its line of code. */
import { arrowOf, otherSides, type Explanation, type Site } from '../sites.js';
import { escape } from './escape.js';

export function listOf(explanation: Explanation): string {
  const { sites } = explanation;
  if (!sites.length) return '<p class="note">No boundary was found. Are the types of Node installed (@types/node), so that <code>Worker</code> has a type?</p>';
  const files = [...new Set(sites.map(({ file }) => file))];
  return files
    .map((file) => `<section data-file="${escape(file)}"><h2>${escape(file)}</h2>\n${sites.filter((site) => site.file === file).map((site) => article(site, explanation)).join('\n')}</section>`)
    .join('\n');
}

function article(site: Site, explanation: Explanation): string {
  const { id, file, line, column, boundary, end, outcome, travels, reaches, because, certainty, relation } = site;
  const chips = [boundary, end, ...(certainty === 'guarded' ? ['decided at run time'] : []), ...(relation === 'link' ? ['linked'] : [])];
  const way = travels === undefined ? '' : `<p>${escape(reaches === undefined ? travels : `${travels}, ${reaches}`)}</p>`;
  return `<article id="s${id}" class="${outcome}" data-boundary="${escape(boundary)}">
<a class="place" href="#s${id}" title="${escape(`${file}(${line},${column})`)}">${line}</a><pre>${codeOf(site)}</pre>
<ul class="chips">${chips.map((chip) => `<li>${escape(chip)}</li>`).join('')}</ul>
${way}${because === undefined ? '' : `<p>because ${escape(because)}</p>`}${whyOf(site)}
<ul class="ends">${endsOf(site, explanation).map((each) => `<li>${each}</li>`).join('')}</ul>
</article>`;
}

function codeOf({ text, line, column, endLine, endColumn, end }: Site): string {
  if (end === 'module') return '<i>the top level of the module</i>';
  const [from, to] = [column - 1, endLine === line ? endColumn - 1 : text.length];
  return `${escape(text.slice(0, from).trimStart())}<mark>${escape(text.slice(from, to))}</mark>${escape(text.slice(to))}`;
}

/** What happens, and apart from it what to do. */
function whyOf({ code, why }: Site): string {
  if (code === undefined || why === undefined) return '';
  const at = why.lastIndexOf('; ');
  const [happens, cure] = at < 0 ? [why, ''] : [why.slice(0, at), why.slice(at + 2)];
  return `<p class="why"><b>${escape(code)}</b> ${escape(happens)}.${cure && ` <span class="cure">${escape(cure.charAt(0).toUpperCase() + cure.slice(1))}</span>`}</p>`;
}

function endsOf(site: Site, explanation: Explanation): readonly string[] {
  const linked = ({ id, file, line, end }: Site): string => `<a href="#s${id}">${escape(`${file}:${line}`)}</a> ${escape(end)}`;
  return otherSides(site, explanation).map((each) => `${arrowOf(site)} ${each.isCertain ? '' : 'perhaps '}${each.site ? linked(each.site) : escape(each.instead)}`);
}

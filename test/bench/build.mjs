/** What the plugin adds to a build of a project: one with few boundaries, one with a boundary in every file. */
import { FILES, writeProject } from './projects/project.mjs';
import { compile, PLUGINS, transformedFiles } from './projects/tspc.mjs';
import { progress } from './progress.mjs';
import { shuffled } from './statistics.mjs';

const ROUNDS = 7;
const QUICK_ROUNDS = 1;
/** CPU time, because others use the machine, too. */
const TARGETS = { few: 1.03, all: 1.1 };

/**
 * @param {import('./options.mjs').Options} options
 * @returns {Promise<import('./statistics.mjs').Group[]>}
 */
export async function benchBuild({ quick, rounds = quick ? QUICK_ROUNDS : ROUNDS, typescript }) {
  const projects = [writeProject('few'), writeProject('all')];
  const runs = projects.flatMap((project) => PLUGINS.map((plugin) => ({ project, plugin, samples: /** @type {import('./statistics.mjs').Sample[]} */ ([]) })));
  const all = (rounds + 1) * runs.length;
  let done = 0;
  // The first round warms the disk's caches and is not counted.
  for (let round = 0; round <= rounds; round++) {
    for (const run of shuffled(runs)) {
      progress(`build with TypeScript ${typescript}`, done++, all);
      const sample = await compile(run.project, run.plugin, typescript);
      if (round > 0) run.samples.push(sample);
    }
  }
  progress('', all, all);
  return projects.map((project) => {
    const transformed = transformedFiles(project, FILES);
    if (transformed !== project.boundaries) throw new Error(`${transformed} files of project-${project.name} were rewritten, not ${project.boundaries}`);
    const [baseline] = PLUGINS;
    return {
      part: 'build',
      title: `(a) build of ${FILES} files, ${project.lines} lines, ${project.boundaries} files with boundaries, TypeScript ${typescript}, ${rounds} rounds`,
      variants: runs
        .filter((run) => run.project === project)
        .map(({ plugin, samples }) => ({
          name: plugin.name,
          samples,
          ...(plugin !== baseline && { targets: [{ measure: 'CPU s', atMost: TARGETS[project.name], of: baseline.name, by: 'least' }] }),
        })),
    };
  });
}

/** Builds that pass the plugin by. */
import type { Finding, ProjectDiagnosis } from '../diagnosis.js';
import type { ProjectEvidence } from '../evidence/project.js';

export const BUILD: readonly ProjectDiagnosis[] = [
  {
    id: 'plugin-not-run',
    looksAt: 'project',
    says: 'The tsconfig lists the plugin, and this build ignores it in silence: what it emits carries nothing.',
    cure: 'npx otel-baton says which line is the right one.',
    find: notRun,
  },
  {
    id: 'plugin-missing',
    looksAt: 'project',
    says: 'otel-baton is installed and nothing runs it, so nothing is carried.',
    cure: 'npx otel-baton says which line is the right one.',
    find({ manifest: { dependencies, devDependencies }, toolchain, builds, commands, configurations }) {
      const isInstalled = 'otel-baton' in { ...dependencies, ...devDependencies };
      const isNamed = [...configurations, ...commands].some(({ text }) => text.includes('otel-baton/') || text.includes('otel-baton tsc'));
      return isInstalled && !isNamed && !toolchain.hasPlugin && !builds.some(({ carries }) => carries) ? [{ found: 'package.json has otel-baton, and no tsconfig, bundler or script names it' }] : [];
    },
  },
];

function notRun({ toolchain, builds }: ProjectEvidence): readonly Finding[] {
  if (!toolchain.hasPlugin && !builds.some(({ isListed }) => isListed)) return [];
  // What has the plugin elsewhere may leave other parts, such as a web page, to other tools.
  const isCarried = builds.some(({ carries }) => carries);
  return builds
    .filter(({ carries, isListed }) => !carries && (isListed || !isCarried))
    .filter(({ tool, isListed }) => tool !== 'tsc' || isListed)
    .map(({ command, tool, cure }) => ({ found: `package.json, script "${command.script}": ${tool} compiles (${command.text})`, cure }));
}

/** Hosts without types, where types are needed. */
import type { ProjectDiagnosis } from '../diagnosis.js';

const SHOWN = 3;

export const BY_SYNTAX: ProjectDiagnosis = {
  id: 'types-not-used',
  looksAt: 'project',
  says: 'This host judges each file by its syntax alone, which does not show what these receivers are; with types they are boundaries, so here they are left as they are.',
  cure: 'Let the host use the type checker.',
  find: ({ syntaxHosts }) =>
    syntaxHosts.flatMap(({ name, cure, found, lost }) => {
      const places = lost.slice(0, SHOWN).map(({ file, line, column, end }) => `${file}(${line},${column}): ${end}`);
      return lost.length ? [{ found: `${name}: ${lost.length} of ${found} boundaries are not recognised (${[...places, ...(lost.length > SHOWN ? ['…'] : [])].join('; ')})`, cure }] : [];
    }),
};

/** The import of the runtime, as text. */
import type { Helper } from '../../plan/rewrite.js';
import { moduleOf } from '../runtime-parts.js';
import type { Names } from './names.js';

/** Which module syntax the import is written in. */
export type TextFormat = 'esm' | 'commonjs';

export interface RuntimeImport {
  /** The name by which the text calls a helper. */
  helper(name: Helper): string;
  /** The statements that bring the helpers named so far, on one line. */
  text(): string;
}

export function createRuntimeImport(names: Names, format: TextFormat): RuntimeImport {
  const locals = new Map<Helper, string>();

  return {
    helper(name) {
      const local = locals.get(name) ?? names.unused(`baton_${name}`);
      locals.set(name, local);
      return local;
    },
    text() {
      const modules = new Map<string, string[]>();
      for (const [helper, local] of [...locals].sort()) {
        const module = moduleOf(helper);
        modules.set(module, [...(modules.get(module) ?? []), format === 'esm' ? `${helper} as ${local}` : `${helper}: ${local}`]);
      }
      const statement = ([module, list]: [string, string[]]): string =>
        format === 'esm' ? `import { ${list.join(', ')} } from "${module}"; ` : `const { ${list.join(', ')} } = require("${module}"); `;
      return [...modules].sort().map(statement).join('');
    },
  };
}

/** Our line under `compilerOptions.plugins`. */

/** Whether an entry names us, by the package or by a path into it. */
export const isOurPlugin = ({ transform }: { readonly transform?: unknown }): boolean => typeof transform === 'string' && transform.includes('otel-baton');

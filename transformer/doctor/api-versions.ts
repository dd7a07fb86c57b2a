/** Which copies of `@opentelemetry/api` see what another has registered, by the API's own rule. */

/**
 * The API refuses what is registered by another major version, or by a lower minor than its own:
 * https://github.com/open-telemetry/opentelemetry-js/blob/main/api/src/internal/semver.ts
 */
export function sees(using: string, registering: string): boolean {
  const [own, other] = [numbers(using), numbers(registering)];
  if (using === registering) return true;
  // A version before a release is that very version only.
  if (!own || !other) return false;
  return own.major === other.major && (own.major === 0 ? own.minor === other.minor && own.patch <= other.patch : own.minor <= other.minor);
}

function numbers(version: string): { readonly major: number; readonly minor: number; readonly patch: number } | undefined {
  const [, major, minor, patch] = /^(\d+)\.(\d+)\.(\d+)$/.exec(version) ?? [];
  return major === undefined ? undefined : { major: Number(major), minor: Number(minor), patch: Number(patch) };
}

/** Where a reference to an image says that it comes from. */

/** The host before the first slash is one where it could be nothing else, as Docker tells it from a path. */
const HOST = /^(?:localhost|[^/]*[.:][^/]*)\//;

/** `ghcr.io/y-scope/clp:1` → `y-scope/clp:1`; what is on Docker Hub says no host. */
function withoutRegistry(reference: string): string {
  return reference.replace(HOST, "");
}

/** The same image in another registry, whose name may have a path: `registry.example.com/mirror`. */
export function inRegistry(registry: string, reference: string): string {
  return `${registry}/${withoutRegistry(reference)}`;
}

/** Where a reference to an image says that it comes from. */

/** `ghcr.io/y-scope/clp:1` → `y-scope/clp:1`; what is on Docker Hub says no host. */
function withoutRegistry(reference: string): string {
  const slash = reference.indexOf("/");
  const first = reference.slice(0, Math.max(slash, 0));
  // What stands before the first slash is a host where it could be nothing else, as Docker tells it from a path.
  return first === "localhost" || /[.:]/.test(first) ? reference.slice(slash + 1) : reference;
}

/** The same image in another registry, whose name may have a path: `registry.example.com/mirror`. */
export function inRegistry(registry: string, reference: string): string {
  return `${registry}/${withoutRegistry(reference)}`;
}

/** The registry in which an image is the same as this one; undefined where it is another, or is where that one is. */
export function registryWith(reference: string, image: string): string | undefined {
  const end = `/${withoutRegistry(reference)}`;
  return image !== reference && image.endsWith(end) ? image.slice(0, -end.length) : undefined;
}

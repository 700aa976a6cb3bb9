/** The names of the backends, apart from the backends: the public types need these alone. */

/** All backends, in the order in which they emit. */
export const BACKEND_NAMES = ["compose", "helm", "kubernetes", "diagram", "docs"] as const;
/** The name of a backend, and of its folder in the output. */
export type BackendName = (typeof BACKEND_NAMES)[number];

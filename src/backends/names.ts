/** The names of the backends, apart from the backends: the public types need these alone. */

export const BACKEND_NAMES = ["compose", "helm", "kubernetes", "diagram", "docs"] as const;
export type BackendName = (typeof BACKEND_NAMES)[number];

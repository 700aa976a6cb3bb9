/** The names of images as engines keep them, whatever way inputs write them. */

/** A repository as the engine lists it: without the registry and the folder that are meant where none is named. */
export function familiar(repository: string): string {
  return canonical(repository).replace(/^docker\.io\/(library\/)?/, "");
}

/** The same in full: a first part without dot or colon is a folder of Docker's registry, `library` where there is none. */
export function canonical(image: string): string {
  const named = /^(localhost|[^/]*[.:][^/]*)\//.test(image) ? image : `docker.io/${image}`;
  const [, path] = /^(?:index\.)?docker\.io\/(.*)$/s.exec(named) ?? [];
  if (path === undefined) return named;
  return `docker.io/${path.includes("/") ? "" : "library/"}${path}`;
}

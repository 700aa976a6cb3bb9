/** References to container images, read into their parts. */

export interface ImageReference {
  /** With its registry, whose port is no tag: `registry.example:5000/clp`. */
  readonly repository: string;
  readonly tag?: string;
  /** `sha256:0123…` */
  readonly digest?: string;
}

export function parseImage(reference: string): ImageReference {
  const [, name = "", digest] = /^([^@]*)(?:@(.*))?$/s.exec(reference) ?? [];
  const [, repository = name, tag] = /^(.*?)(?::([^:/]*))?$/s.exec(name) ?? [];
  return {
    repository,
    ...(tag === undefined ? {} : { tag }),
    ...(digest === undefined ? {} : { digest }),
  };
}

export function npmTarball(options: {
  readonly root: string;
  readonly name: string;
  readonly to: string;
}): string;

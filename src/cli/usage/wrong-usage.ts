/** A mistake on a command line: the first one ends its parsing. */

export class WrongUsage extends Error {
  readonly help: string | undefined;
  constructor(message: string, help?: string) {
    super(message);
    this.help = help;
  }
}

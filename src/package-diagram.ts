/** The diagram of the whole package, which needs no input: the specification's Figure 1. */
import { figure1 } from "./backends/mermaid/figure-1.ts";
import { CATALOGUE } from "./clp/components/catalogue.ts";
import { DEFAULT_RELEASE } from "./clp/releases/releases.ts";

/** Figure 1 as Mermaid text, made of the facts of the catalogue. */
export function diagramOfPackage(): string {
  return figure1(DEFAULT_RELEASE, CATALOGUE)
    .map(({ text }) => `${text}\n`)
    .join("");
}

/** `clp-compile init --from-helm`: the inputs of what CLP's own chart runs already. */
import { adoptedFiles } from "../../init/adopted-files.ts";
import type { Made } from "../../init/init.ts";
import type { Finding } from "../../report/finding.ts";
import { readGiven } from "../files/input-files.ts";
import { findingsOf } from "../findings.ts";
import type { Host } from "../host.ts";
import type { Options } from "../usage/options.ts";

/** Undefined where there is nothing to write; `findings` is told why, and what could not be carried over. */
export async function makeFromHelm(
  name: string,
  options: Options,
  host: Host,
  findings: Finding[],
): Promise<Made | undefined> {
  const values = readGiven(name, "values", host, findings);
  if (values === undefined) return undefined;
  const { fromHelm } = await import("../../adopt/helm/from-helm.ts");
  const { inputs, diagnostics, texts } = fromHelm(values, options.namedRelease);
  findings.push(...findingsOf(diagnostics, texts, options));
  if (inputs === undefined) return undefined;
  const random = (count: number) => crypto.getRandomValues(new Uint8Array(count));
  return { folder: options.subject, files: adoptedFiles(inputs, texts.running, random) };
}

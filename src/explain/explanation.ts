/** What an answer is, and what each question is asked of. */
import type { Diagnostic } from "../base/diagnostic.ts";
import type { InputKey, KeyValue } from "../base/input-key.ts";
import type { Origin } from "../base/origin.ts";
import type { SourceTexts } from "../base/source-text.ts";
import type { EmittedFile } from "../model/emitted-file.ts";
import type { DeploymentModel } from "../model/model.ts";
import type { ClusterSecrets } from "./cluster-secret.ts";
import type { EmittedPlace, OriginIndex } from "./origin-index.ts";
import { different, type Reason, type Root, reasonOf, rootsOf } from "./reason.ts";
import type { Secrecy } from "./secrecy.ts";

/** What of a compilation is asked. */
export interface Explainable {
  readonly model?: DeploymentModel;
  readonly files: readonly EmittedFile[];
  readonly secretPaths: readonly { readonly path: string }[];
  readonly backends: readonly string[];
  readonly texts: SourceTexts;
  readonly diagnostics: readonly Diagnostic[];
}

/** Where something comes from, and every line that it reaches. */
export interface Explanation {
  readonly kind: "variable" | "key" | "component" | "host" | "secret" | "line";
  /** What was asked about, by its full name. */
  readonly name: string;
  /** What that is, in a few words. */
  readonly title: string;
  /** Absent for a secret, and for what has no one value. */
  readonly value?: KeyValue;
  readonly secret: boolean;
  readonly because: readonly Reason[];
  /** The ends of `because`. */
  readonly origins: readonly Root[];
  /** The lines of emitted files that come from it, by file and line. */
  readonly reaches: readonly EmittedPlace[];
  /** More that is known of it: label and text. */
  readonly facts: readonly (readonly [label: string, text: string])[];
  readonly notes: readonly string[];
}

/** An explanation, or that nothing of that name is known, with a suggestion. */
export type Answer =
  | { readonly kind: "explained"; readonly explanation: Explanation }
  | { readonly kind: "unknown"; readonly message: string; readonly help?: string };

export interface Asked {
  readonly compilation: Explainable;
  readonly model: DeploymentModel;
  readonly keys: readonly InputKey[];
  readonly index: OriginIndex;
  readonly secrecy: Secrecy;
  readonly targets: Targets;
}

/** What targets make of the model; asked for where an answer needs it. */
export interface Targets {
  /** True where Docker Compose takes secrets from its environment, and no file has them. */
  readonly secretsInEnvironment: () => boolean;
  /** Undefined where no manifests are emitted. */
  readonly clusterSecrets: () => ClusterSecrets | undefined;
}

/** The parts of an explanation that follow from origins. */
export function because(
  { compilation, index }: Asked,
  origins: readonly Origin[],
): Pick<Explanation, "because" | "origins" | "reaches"> {
  const reasons = different(origins.map((origin) => reasonOf(origin, compilation.texts)));
  return { because: reasons, origins: rootsOf(reasons), reaches: index.linesFrom(origins) };
}

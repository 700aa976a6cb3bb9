/** What is made of a deployment that runs already. */
import type { Diagnostic } from "../base/diagnostic.ts";
import type { SourceTexts } from "../base/source-text.ts";
import type { Release } from "../clp/releases/releases.ts";
import { type Draft, inputOf } from "./draft.ts";
import type { PlainMap } from "./plain.ts";

/** The inputs of a deployment that runs already, and what is said of them. */
export interface Adopted {
  /** Undefined where what was given cannot be read. */
  readonly inputs: AdoptedInputs | undefined;
  readonly diagnostics: readonly Diagnostic[];
  /** What was given, for diagnostics; what may hold a secret is masked. */
  readonly texts: SourceTexts;
}

/** Inputs that give what runs, each as the mapping that its file holds. */
export interface AdoptedInputs {
  readonly release: Release;
  /** What they are made of, in a few words, as comments name it. */
  readonly of: string;
  readonly config: PlainMap;
  readonly site: PlainMap;
  /** Undefined where nothing says a password. */
  readonly credentials: PlainMap | undefined;
  /** Where each key comes from. */
  readonly draft: Draft;
  /** True where the config itself holds keys of S3. */
  readonly secretConfig: boolean;
}

/** @param withCredentials whether passwords are known */
export function adoptedInputs(
  { release, of, draft }: Pick<AdoptedInputs, "release" | "of" | "draft">,
  withCredentials: boolean,
): AdoptedInputs {
  return {
    release,
    of,
    draft,
    config: inputOf(draft, "config"),
    site: inputOf(draft, "site"),
    credentials: withCredentials ? inputOf(draft, "credentials") : undefined,
    secretConfig: [...draft.values()].some(
      ({ file, path }) => file === "config" && path.includes("credentials"),
    ),
  };
}

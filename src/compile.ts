/** The whole story: inputs → typed configuration → deployment model → files. */

import type { BackendName } from "./backends/backend-name.ts";
import { compareDiagnostics, createReporter, type Diagnostic, hasErrors } from "./base/diagnostic.ts";
import type { InputKey } from "./base/input-key.ts";
import type { SourceTexts } from "./base/source-text.ts";
import { gitignore } from "./emit/gitignore-file.ts";
import { byPath, type Kept, manifest, type SecretPath } from "./emit/manifest-file.ts";
import { readInputs } from "./input/inputs.ts";
import { keysOf } from "./input/keys.ts";
import { silence } from "./input/silence.ts";
import type { Sources } from "./input/source.ts";
import { lower } from "./lower/lower.ts";
import { secretValuesOf } from "./lower/secrets.ts";
import type { EmittedFile } from "./model/emitted-file.ts";
import { cycles, danglingNames } from "./model/graph.ts";
import type { DeploymentModel, SecretValues } from "./model/model.ts";
import { TARGETS } from "./targets.ts";

/** What to compile for, and whether with secrets. */
export interface CompileOptions {
  /** The backends to run. Undefined: all that can carry the deployment. */
  readonly emit?: readonly BackendName[] | undefined;
  /** Those that a person asked for by name: what one of them cannot carry is an error. Undefined: all of `emit`. */
  readonly named?: readonly BackendName[] | undefined;
  /** False: public files only. */
  readonly secrets: boolean;
  /** What the folder has of other backends and keeps: the manifest and `.gitignore` name it, too. */
  readonly kept?: Kept | undefined;
}

/** All that a compilation gives: files where the inputs have no errors, diagnostics always. */
export interface Compilation {
  /** False where the inputs have errors: then there are no files, and nothing may be written. */
  readonly ok: boolean;
  /** Sorted by place. */
  readonly diagnostics: readonly Diagnostic[];
  readonly texts: SourceTexts;
  /** Sorted by path; the manifest and .gitignore included. */
  readonly files: readonly EmittedFile[];
  /** The secret files of this deployment, also those that were not written now. */
  readonly secretPaths: readonly SecretPath[];
  readonly backends: readonly BackendName[];
  /** Targets that nobody named and that cannot carry the deployment. */
  readonly skipped: readonly SkippedTarget[];
  readonly model?: DeploymentModel;
}

/** A target that was left out, and why. */
export interface SkippedTarget {
  readonly name: BackendName;
  /** At least one. */
  readonly reasons: readonly Diagnostic[];
}

/**
 * Compiles. Pure: equal sources give equal bytes on every machine and runtime.
 *
 * @param sources the input files, as bytes or text, with the names that diagnostics show
 */
export function compile(sources: Sources, options: CompileOptions): Compilation {
  const findings: Diagnostic[] = [];
  const reporter = createReporter("error", findings);
  const inputs = readInputs(sources, reporter);
  const model = lower(inputs, reporter);
  const outcome = { texts: inputs.texts, model };
  const failed = (): Compilation => ({
    ...outcome,
    ok: false,
    diagnostics: sorted(silence(findings, inputs, createReporter(), false)),
    files: [],
    secretPaths: [],
    backends: [],
    skipped: [],
  });

  const named = options.named ?? options.emit ?? [];
  const skipped: SkippedTarget[] = [];
  const targets = TARGETS.filter(({ name }) => options.emit?.includes(name) ?? true)
    .map(({ bind }) => bind(model, inputs.site))
    .filter((target) => {
      if (named.includes(target.name)) return target.supports(reporter);
      // Who did not ask for a target need not read what it would warn of.
      const reasons: Diagnostic[] = [];
      const supported = target.supports(createReporter("note", reasons));
      if (!supported) skipped.push({ name: target.name, reasons });
      return supported;
    });
  if (hasErrors(findings)) return failed();
  assertSound(model);

  const publicFiles = targets.flatMap((target) => target.emitPublic());
  const secretPaths = targets
    .flatMap((target) => target.secretPaths().map((path) => ({ path, mode: 0o600 })))
    .sort(byPath);
  const secretFiles: EmittedFile<"secret">[] = [];
  if (options.secrets && inputs.credentials !== undefined) {
    const values = secretValuesOf(inputs.config, inputs.credentials);
    // A secret that such a target cannot carry withholds that target's secret file alone.
    const soft = createReporter("warning", findings);
    for (const target of targets) {
      secretFiles.push(...target.emitSecret(values, named.includes(target.name) ? reporter : soft));
    }
  }
  if (hasErrors(findings)) return failed();

  const backends = targets.map(({ name }) => name);
  const { kept } = options;
  const ignored = gitignore(
    model,
    inputs.site.host.clp_home,
    [...publicFiles, ...(kept?.files ?? [])].map(({ path }) => path).sort(),
    [...secretPaths, ...secretsOf(kept)].sort(byPath),
  );
  const listed = [...publicFiles, ignored].sort(byPath);
  const files = [...listed, ...secretFiles, manifest(model, backends, listed, secretPaths, kept)].sort(
    byPath,
  );
  const diagnostics = sorted(silence(findings, inputs, createReporter(), true));
  return { ...outcome, ok: true, diagnostics, files, secretPaths, backends, skipped };
}

/** Checks the inputs alone, against everything that `compile` would say but what single targets cannot carry. */
export function validate(sources: Sources): Pick<Compilation, "ok" | "diagnostics" | "texts"> {
  const reporter = createReporter();
  const inputs = readInputs(sources, reporter);
  lower(inputs, reporter);
  const ok = !hasErrors(reporter.diagnostics);
  return {
    ok,
    diagnostics: sorted(silence(reporter.diagnostics, inputs, createReporter(), ok)),
    texts: inputs.texts,
  };
}

/**
 * The values of the secrets, by id, for a backend of one's own that writes secret files. They are no part
 * of a compilation, so that nobody holds them by accident. Undefined without credentials, and where the
 * inputs have errors.
 */
export function secretValues(sources: Sources): SecretValues | undefined {
  const reporter = createReporter();
  const { config, credentials } = readInputs(sources, reporter);
  return credentials === undefined || hasErrors(reporter.diagnostics)
    ? undefined
    : secretValuesOf(config, credentials);
}

/** Every key that the inputs have or could have, with its value and origin: what `explain` is asked about. */
export function inputKeys(sources: Sources): readonly InputKey[] {
  return keysOf(readInputs(sources, createReporter()));
}

/** The secret files that are kept, and those that may be there. */
function secretsOf(kept: Kept | undefined): readonly SecretPath[] {
  const pending = (kept?.pending ?? []).filter(({ sha256 }) => sha256 === undefined);
  return [...new Map([...(kept?.secretFiles ?? []), ...pending].map((one) => [one.path, one])).values()];
}

/** What no input can cause once its errors are out: a defect of the compiler, found before anything is written. */
function assertSound(model: DeploymentModel): void {
  const [circle] = cycles(model);
  if (circle !== undefined) throw new Error(`components wait for each other: ${circle.join(", ")}`);
  const [name] = danglingNames(model);
  if (name !== undefined)
    throw new Error(`${name.in} uses the ${name.kind} ${name.name}, which the model does not have`);
}

function sorted(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return [...diagnostics].sort(compareDiagnostics);
}

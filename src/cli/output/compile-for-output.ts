/** Inputs compiled for an output folder, beside what is there: `compile` and `check` begin with it. */
import type { Compilation, CompileOptions, Sources } from "../../mod.ts";
import { EXIT, type ExitCode } from "../exit.ts";
import { type ReadInputs, readInputs } from "../files/input-files.ts";
import { reportFindings } from "../findings.ts";
import type { Compiler, Host } from "../host.ts";
import type { Options } from "../usage/options.ts";
import { type ManifestState, type OwnPaths, ownPaths, readManifest } from "./manifest.ts";
import type { OutputFolder } from "./output-folder.ts";
import { outputPlace } from "./output-place.ts";
import { unnamedRelease } from "./unnamed-release.ts";

/** What is compiled for, which may follow from what the folder has. */
type How = Pick<CompileOptions, "emit" | "named" | "kept">;

export interface CompiledForOutput extends How {
  readonly sources: Sources;
  readonly inputs: ReadInputs;
  readonly folder: OutputFolder;
  readonly own: OwnPaths;
  readonly state: ManifestState;
  readonly compiler: Compiler;
  readonly compilation: Compilation;
}

/** Reports what is in the way and answers with its exit code, where nothing can be compiled for the folder. */
export async function compileForOutput(
  options: Options,
  host: Host,
  how: (state: ManifestState, own: OwnPaths) => How,
): Promise<CompiledForOutput | ExitCode> {
  const inputs = await readInputs(options, host);
  const { sources } = inputs;
  if (sources === undefined) {
    await reportFindings(inputs.findings, options, host);
    return EXIT.inputErrors;
  }
  const folder = await outputPlace(options.out, host);
  if ("code" in folder) {
    await reportFindings([...inputs.findings, folder], options, host);
    return EXIT.fileSystem;
  }
  const compiler = await host.compiler();
  const own = ownPaths(compiler);
  const state = readManifest(folder, own);
  const asked = how(state, own);
  const compilation = compiler.compile(sources, { ...asked, secrets: inputs.hasCredentials });
  // Before all else: what is wrong for a release that nobody chose is no help.
  const unnamed = unnamedRelease(folder, state, compilation);
  if (unnamed !== undefined) {
    await reportFindings([...inputs.findings, unnamed], options, host);
    return EXIT.inputErrors;
  }
  return { ...asked, sources, inputs, folder, own, state, compiler, compilation };
}

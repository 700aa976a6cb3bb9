/** The public API. Pure: no file, socket, clock or environment is touched. */

export type { Adopted, AdoptedInputs } from "./adopt/adopted.ts";
export { configPathOf, fromCompose } from "./adopt/compose/from-compose.ts";
export { fromHelm } from "./adopt/helm/from-helm.ts";
export { BACKEND_NAMES, type BackendName } from "./backends/backend-name.ts";
export { type FileKind, isOfPattern, type OutputPath } from "./backends/output-path.ts";
export type { Diagnostic, Edit, Label, Severity } from "./base/diagnostic.ts";
export { useSha256 } from "./base/hash.ts";
export type { KeyValue } from "./base/input-key.ts";
export type { DocPath, FileId, Origin, Sourced, SourceSpan } from "./base/origin.ts";
export {
  formatPlace,
  type Position,
  positionAt,
  type SourceText,
  type SourceTexts,
} from "./base/source-text.ts";
export { type Compilation, type CompileOptions, compile } from "./compile.ts";
export type { SkippedTarget } from "./emit/emission.ts";
export type { Kept } from "./emit/manifest-file.ts";
export type { Answer, Explainable, Explanation } from "./explain/explanation.ts";
export { explanationJson } from "./explain/explanation-json.ts";
export { explanationText, seenFrom } from "./explain/explanation-text.ts";
export { explainer } from "./explainer.ts";
export { type Project, type ProjectDeployment, readProject } from "./input/read-project.ts";
export { type InputName, publishedSchema } from "./input/schema/published.ts";
export type { Source, Sources } from "./input/source.ts";
export type { Access, EmittedFile } from "./model/emitted-file.ts";
export * from "./model/model.ts";
export { externalsReachedBy } from "./model/reach.ts";
export { type SecretVariable, secretVariables, valueOfVariable } from "./model/secret-variables.ts";
export type { Line } from "./model/text.ts";
export { type ComponentId, type Part, render, type SecretId, type Value } from "./model/value.ts";
export { OUTPUT_PATHS, type OwnPath } from "./output-paths.ts";
export { diagramOfPackage } from "./package-diagram.ts";
export { type CompiledFiles, type TypedFrom, UnreadableFile } from "./plan/compiled-files.ts";
export type { Plan } from "./plan/plan.ts";
export { planBetween as plan } from "./plan/plan-between.ts";
export { planJson } from "./plan/say/plan-json.ts";
export { planMarkdown } from "./plan/say/plan-markdown.ts";
export { planText } from "./plan/say/plan-text.ts";
export { secretValues } from "./secret-values.ts";
export { type Validation, validate } from "./validate.ts";
export { COMPILER_VERSION } from "./version.ts";

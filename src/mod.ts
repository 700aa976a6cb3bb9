/** The public API. Pure: no file, socket, clock or environment is touched. */
export type { Diagnostic, Edit, Label, Severity } from "./base/diagnostic.ts";
export type { InputKey, KeyValue } from "./base/input-key.ts";
export type { DocPath, FileId, Origin, Sourced, SourceSpan } from "./base/origin.ts";
export type { SourceText, SourceTexts } from "./base/source-text.ts";
export { type Compilation, type CompileOptions, compile, inputKeys, validate } from "./compile.ts";
export { type Answer, type Explanation, explain } from "./explain/explain.ts";
export { explanationJson } from "./explain/json.ts";
export { explanationText, seenFrom } from "./explain/text.ts";
export type { Source, Sources } from "./input/source.ts";
export type { Access, EmittedFile, Line } from "./model/emitted-file.ts";
export * from "./model/model.ts";
export { diagramOfPackage } from "./package-diagram.ts";
export { BACKEND_NAMES, type BackendName } from "./targets.ts";
export { COMPILER_VERSION } from "./version.ts";

/** What of the library makes files of inputs, and nothing else of it. */
export { isOfPattern } from "../backends/output-path.ts";
export { compile } from "../compile.ts";
export { OUTPUT_PATHS } from "../output-paths.ts";
export { diagramOfPackage } from "../package-diagram.ts";

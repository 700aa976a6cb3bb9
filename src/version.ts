/** The compiler's own version; a test holds it equal to package.json's. */
export const COMPILER_VERSION = "0.1.0";

/** Put in its place by the build; sources that are run as they are know of no commit. */
declare const __CLP_COMPILE_COMMIT__: string | undefined;

/** What `--version` prints: the version, and the commit that was built, where it is known. */
export function versionLine(): string {
  const commit = typeof __CLP_COMPILE_COMMIT__ === "undefined" ? "" : __CLP_COMPILE_COMMIT__;
  return commit === "" || commit === undefined ? COMPILER_VERSION : `${COMPILER_VERSION} (${commit})`;
}

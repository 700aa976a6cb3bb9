/** The compiler's own version; a test holds it equal to package.json's. */
export const COMPILER_VERSION = "0.1.0";

// In the bundle of the command line, in the place of a hash function that it never calls: see src/cli/native-crypto.ts.
export function sha256() {
  throw new Error("the runtime hashes");
}
export const bytesToHex = sha256;
export const utf8ToBytes = sha256;

/** A mistake in the structure of a text, as it was found. */
import type { ErrorCode } from "yaml";

/** More findings of one kind help nobody. */
export const MAX_REPORTED = 100;

export interface StructureError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly start: number;
  readonly end: number;
}

/** A key that an input file may have, as `explain` needs to know it: what it means, and what it is now. */
import type { DocPath, FileId, Origin } from "./origin.ts";

/** The value of a key, as in JSON without mappings. */
export type KeyValue = string | number | boolean | null | readonly KeyValue[];

/** A key with its meaning, and the value that it has now. */
export interface InputKey {
  readonly file: FileId;
  readonly path: DocPath;
  /** Other spellings of the path, which mean the same. */
  readonly spellings: readonly DocPath[];
  readonly description: string;
  /** True for a mapping, whose keys are listed after it. */
  readonly section: boolean;
  readonly secret: boolean;
  /** Where the value comes from; absent where the key has no place in these inputs. */
  readonly origin?: Origin;
  /** The value: absent for a section, a secret that was given, and where the key has no place. */
  readonly value?: KeyValue;
  /** Why the key has no place: what is null, or of another type. */
  readonly unless?: { readonly why: string; readonly origin: Origin };
}

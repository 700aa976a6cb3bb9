/** The values of an installed chart, as Helm prints them, with their places. */
import type { Reporter } from "../../base/diagnostic.ts";
import type { SourceText } from "../../base/source-text.ts";
import { maskAll, maskSecrets } from "../../input/mask.ts";
import type { ObjectSchema } from "../../input/schema/key-schema.ts";
import type { Source } from "../../input/source.ts";
import { decode } from "../../input/yaml/decode.ts";
import { readDocument } from "../../input/yaml/document.ts";
import type { MapNode } from "../../input/yaml/node.ts";

/** Values as they are written. */
export interface ValuesDocument {
  /** Undefined where nothing could be read; that has been reported. */
  readonly root: MapNode | undefined;
  /** The text, whose secrets are masked by the keys of a chart. */
  readonly textFor: (keys: ObjectSchema) => SourceText;
}

/** `helm get values` prints a line above the values, unless it is asked for YAML or JSON. */
const HEADER = /^(?:COMPUTED|USER-SUPPLIED) VALUES:(?=\r?\n|$)/;

/** Reads values. Reports `CLP1001` to `CLP1023`, as of an input. */
export function readValues(source: Source, reporter: Reporter): ValuesDocument {
  const decoded = decode(source, "running", reporter);
  const { text } = decoded;
  // A comment in its place: what stands below it keeps its place.
  const body = text.replace(HEADER, (header) => `#${header.slice(1)}`);
  const document = readDocument({ ...decoded, text: body }, "running", reporter);
  return {
    root: document.root,
    textFor: (keys) => ({
      file: "running",
      name: source.name,
      text,
      hidden: source.hidden,
      // What has no keys may be anything.
      masked:
        document.root === undefined || source.hidden === true
          ? maskAll(text, document)
          : maskSecrets(text, document, () => keys),
    }),
  };
}

/** Edits a document, and makes sure that it then says what it should, and nothing else. */
import { dataOf, type Editable, openText, saysTheSame } from "./editable-document.ts";
import { applyToData, type Operation } from "./operation.ts";
import { applyToText } from "./write.ts";

/**
 * Does operations one after the other. Undefined where the text is written in a way in which one of them
 * cannot be done without touching anything else, such as by an alias: then a person has to.
 */
export function edit(document: Editable, operations: readonly Operation[]): Editable | undefined {
  const wanted = operations.reduce(applyToData, dataOf(document.root));
  let current: Editable | undefined = document;
  for (const operation of operations) {
    const text: string | undefined = applyToText(current, operation);
    current = text === undefined ? undefined : openText(text, document.file);
    if (current === undefined) return undefined;
  }
  return saysTheSame(dataOf(current.root), wanted) ? current : undefined;
}

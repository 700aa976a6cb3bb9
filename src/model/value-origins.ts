/** What a value comes from once its parts are written: settings, secrets and addresses have origins of their own. */
import { constant, derived, type Origin } from "../base/origin.ts";
import type { AddressBook } from "./address-book.ts";
import type { DeploymentModel } from "./model.ts";
import type { Part, Value } from "./value.ts";

const ONE_OF_SEVERAL = constant("each of several like containers has a number of its own");

/**
 * A function that gives the origin of a value of this model: its own, and that of each part. A
 * backend gives it to what it writes in place of the value.
 *
 * @param addresses of the place where the value is read
 */
export function valueOrigins(model: DeploymentModel, addresses: AddressBook): (value: Value) => Origin {
  const settings = new Map(model.settings.map(({ variable, value }) => [variable, value.origin]));
  const secrets = new Map(model.secrets.map(({ id, origin }) => [id, origin]));

  const originOfPart = (part: Exclude<Part, { kind: "text" }>): Origin => {
    let found: Origin | undefined;
    switch (part.kind) {
      case "instance":
        found = ONE_OF_SEVERAL;
        break;
      case "setting":
        found = settings.get(part.variable);
        break;
      case "secret":
        found = secrets.get(part.id);
        break;
      case "address":
        found = addresses(part.of, part.field).origin;
        break;
      default:
        return part satisfies never;
    }
    if (found === undefined) throw new Error(`the model does not have the ${part.kind} that a value names`);
    return found;
  };

  return (value) => joinOrigins(value, value.parts.filter((part) => part.kind !== "text").map(originOfPart));
}

/** The origin of a value with those of its parts. */
export function joinOrigins({ parts, origin }: Value, ofParts: readonly Origin[]): Origin {
  if (ofParts.length === 0) return origin;
  // What is a part and nothing else adds no fact of its own; a name or number of CLP's does.
  const isOfPartsAlone = origin.kind === "constant" && parts.every(({ kind }) => kind !== "text");
  const all = [...new Set([...(isOfPartsAlone ? [] : [origin]), ...ofParts])];
  return all.length === 1 ? all[0]! : derived("put together", ...all);
}

/** Values as people read them: settings as they are, secrets by name, other components by their address. */
import { quote } from "../../base/shell.ts";
import { addressesInside } from "../../model/address-book.ts";
import type { DeploymentModel } from "../../model/model.ts";
import { render, type Value } from "../../model/value.ts";

/** Text of a value. A secret is the variable that carries it, or its name. */
export function displayed(model: DeploymentModel, value: Value): string {
  const addresses = addressesInside(model);
  return render(value, (part) => {
    switch (part.kind) {
      case "text":
        return part.text;
      case "instance":
        return "N";
      case "setting":
        return String(
          model.settings.find(({ variable }) => variable === part.variable)?.value.value ?? part.variable,
        );
      case "secret": {
        const secret = model.secrets.find(({ id }) => id === part.id);
        const variable = part.encoding === "percent" ? secret?.encodedVariable : secret?.variable;
        return `$${variable ?? part.id}`;
      }
      case "address":
        return String(addresses(part.of, part.field).value);
      default:
        return part satisfies never;
    }
  });
}

/** A command as one would type it. Variables in the place of secrets stay variables. */
export function commandLine(words: readonly string[]): string {
  return words.map((word) => (/^[\w@%+=:,./$-]+$/.test(word) ? word : quote(word))).join(" ");
}

/** How Docker Compose reads a string of a compose file (facts: Docker Compose v5.5.0, as observed). */
import { type Origin, type Sourced, sourced } from "../../base/origin.ts";
import { type AddressBook, addressesInside } from "../../model/address-book.ts";
import { type FileWriter, secretByName } from "../../model/config-hash.ts";
import { HOST_GATEWAY } from "../../model/host-gateway.ts";
import type { DeploymentModel, Secret, Setting } from "../../model/model.ts";
import type { Scalar } from "../../model/tree.ts";
import { type Part, render, type SecretId, type Value } from "../../model/value.ts";
import { valueOrigins } from "../../model/value-origins.ts";
import type { ComposeSecrets } from "./compose-options.ts";

/** Text that Compose must not interpolate. */
export function literal(text: string): string {
  return text.replaceAll("$", "$$$$");
}

/** A brace or a line break ends a default early, or is an error. */
function fitsDefault(text: string): boolean {
  return !/[{}\r\n]/.test(text);
}

function required(variable: string, secrets: ComposeSecrets): string {
  const help =
    secrets === "file" ? `set ${variable} in .env` : "must be in the environment, as .env.example says";
  return `\${${variable}:?${help}}`;
}

export interface Dialect {
  /** For the compose file: `${X}` for secrets and settings, `$$` for `$`. */
  readonly interpolated: (value: Value) => string;
  /** For a generated file, which nobody interpolates. Secrets by `reveal`. */
  readonly plain: (value: Value, reveal: (id: SecretId) => string) => Scalar;
  /** For a hash of generated files, which is public: as `plain`, with names in place of secrets. */
  readonly hashed: FileWriter;
  readonly setting: (setting: Setting) => string;
  /** What the text of a value comes from. */
  readonly originOf: (value: Value) => Origin;
}

/**
 * @param addresses of the containers that read what is written
 * @param from where Compose finds secrets
 */
export function dialectOf(
  model: DeploymentModel,
  addresses: AddressBook,
  from: ComposeSecrets = "file",
): Dialect {
  const settings = new Map(model.settings.map((setting) => [setting.variable, setting]));
  const secrets = new Map(model.secrets.map((secret) => [secret.id, secret]));

  const interpolatedSetting = ({ variable, value, overridable }: Setting): string => {
    const text = String(value.value);
    if (!overridable) return literal(text);
    if (fitsDefault(text)) return `\${${variable}:-${literal(text)}}`;
    // Without `.env` nothing would set it.
    return from === "file" ? required(variable, from) : literal(text);
  };
  const interpolatedPart = (part: Part): string => {
    switch (part.kind) {
      case "text":
        return literal(part.text);
      case "instance":
        return notToldApart();
      case "secret":
        return required(variableOf(secrets.get(part.id), part), from);
      case "setting":
        return interpolatedSetting(settingOf(settings, part.variable));
      case "address":
        return literal(String(addresses(part.of, part.field).value));
      default:
        return part satisfies never;
    }
  };
  const plain = (value: Value, reveal: (id: SecretId) => string): Scalar => {
    const [only, ...more] = value.parts;
    // A port alone stays a number.
    if (only?.kind === "address" && more.length === 0) return addresses(only.of, only.field).value;
    return render(value, (part) => {
      switch (part.kind) {
        case "text":
          return part.text;
        case "instance":
          return notToldApart();
        case "secret":
          return part.encoding === "percent" ? encodeURIComponent(reveal(part.id)) : reveal(part.id);
        case "setting":
          return String(settingOf(settings, part.variable).value.value);
        case "address":
          return String(addresses(part.of, part.field).value);
        default:
          return part satisfies never;
      }
    });
  };
  const originOf = valueOrigins(model, addresses);
  return {
    interpolated: (value) => render(value, interpolatedPart),
    plain,
    hashed: { write: (value) => plain(value, secretByName), originOf, contentOf: ({ content }) => content },
    setting: interpolatedSetting,
    originOf,
  };
}

function notToldApart(): never {
  throw new Error("a value has the number of a container that was not told apart from the others");
}

function settingOf(settings: ReadonlyMap<string, Setting>, variable: string): Setting {
  const setting = settings.get(variable);
  if (setting === undefined) throw new Error(`the model has no setting ${variable}`);
  return setting;
}

function variableOf(secret: Secret | undefined, part: Part & { kind: "secret" }): string {
  const variable = part.encoding === "percent" ? secret?.encodedVariable : secret?.variable;
  if (variable === undefined) throw new Error(`no variable carries the secret ${part.id}`);
  return variable;
}

/** The addresses as the containers of a host know them; what every container
 * is told has a fixed name, and what else listens on that host itself is behind its gateway. */
export function addressesOnHost(model: DeploymentModel): AddressBook {
  const inside = addressesInside(model);
  const names = new Map(
    model.components.flatMap((one) => {
      if (one.kind !== "external") return [];
      const name = one.fixedName ?? (one.loopback ? HOST_GATEWAY : undefined);
      return name === undefined ? [] : [[one.id, name] as const];
    }),
  );
  return (of, field) => {
    const name = field === "host" ? names.get(of) : undefined;
    return name === undefined ? inside(of, field) : sourced(name, inside(of, field).origin);
  };
}

/** A sourced text of the compose file that is the value itself. */
export function literally(from: Sourced<string>): Sourced<string> {
  return from.value.includes("$") ? { ...from, value: literal(from.value) } : from;
}

/**
 * Where a value comes from, and where it goes: answers for a variable of `.env`, a key of an input, a
 * component, a host, a Secret of the cluster, or a line of an emitted file. Everything is read off the
 * origins that values carry from the inputs through the model and the backends to the lines; no text is
 * searched.
 */
import type { InputKey } from "../base/input-key.ts";
import { formatPath } from "../base/origin.ts";
import { nearAll } from "../base/suggest.ts";
import { describeClusterSecret } from "./cluster-secret.ts";
import { describeAbsent, describeComponent } from "./component.ts";
import { describeHost } from "./describe-host.ts";
import { explainKey } from "./explain-key.ts";
import { explainLine } from "./explain-line.ts";
import { type Answer, type Asked, because, type Explainable, type Targets } from "./explanation.ts";
import { indexOrigins } from "./origin-index.ts";
import { createSecrecy } from "./secrecy.ts";

/**
 * A function that answers questions about one compilation that succeeded, with all keys of its inputs, and
 * with what its targets make of them.
 */
export function explainCompilation(
  compilation: Explainable,
  keys: readonly InputKey[],
  targets: Targets,
): (what: string) => Answer {
  const { model, files } = compilation;
  if (model === undefined) throw new Error("there is nothing to explain: the inputs were not compiled");
  const asked: Asked = {
    compilation,
    model,
    keys,
    index: indexOrigins(files),
    secrecy: createSecrecy(model, files),
    targets,
  };
  return (what) =>
    explainLine(asked, what) ??
    explainVariable(asked, what) ??
    explainHost(asked, what) ??
    explainComponent(asked, what) ??
    explainKey(asked, what) ??
    explainClusterSecret(asked, what) ??
    unknown(asked, what);
}

function explainVariable(asked: Asked, what: string): Answer | undefined {
  const { model } = asked;
  const setting = model.settings.find(({ variable }) => variable === what);
  if (setting !== undefined) {
    const { value, origin } = setting.value;
    return {
      kind: "explained",
      explanation: {
        kind: "variable",
        name: what,
        title: "a variable of .env",
        value: String(value),
        secret: false,
        ...because(asked, [origin]),
        facts: [],
        notes: [
          setting.overridable
            ? "One host may set it to something else: docker-compose.yaml has this value as the variable's default."
            : "For CLP's own tools alone: docker-compose.yaml has the value itself, and does not read the variable.",
        ],
      },
    };
  }
  const secret = model.secrets.find((one) => one.variable === what || one.encodedVariable === what);
  if (secret === undefined) return undefined;
  const encoded = secret.encodedVariable === what;
  const inEnvironment = asked.targets.secretsInEnvironment();
  return {
    kind: "explained",
    explanation: {
      kind: "variable",
      name: what,
      title: `a secret in ${inEnvironment ? "the environment" : ".env"}: ${secret.title}${encoded ? ", percent-encoded for URLs" : ""}`,
      secret: true,
      ...because(asked, [secret.origin]),
      facts: [],
      notes: inEnvironment
        ? [
            "No file has it: every docker compose command needs it in its environment. `clp-compile secrets` prints it for a program that keeps it.",
          ]
        : [],
    },
  };
}

function explainComponent(asked: Asked, what: string): Answer | undefined {
  const { model, compilation, keys } = asked;
  const prefixed = what.startsWith("component:");
  const name = prefixed ? what.slice("component:".length) : what;
  const isIt = (one: { readonly id: string; readonly name: string }): boolean => one.id === name;
  const isNamedSo = (one: { readonly id: string; readonly name: string }): boolean => one.name === name;
  const component = model.components.find(isIt) ?? model.components.find(isNamedSo);
  const absent =
    component === undefined ? (model.absent.find(isIt) ?? model.absent.find(isNamedSo)) : undefined;
  const found = component ?? absent;
  if (found === undefined) return undefined;
  const section = keys.find(({ file, path }) => file === "config" && formatPath(path) === name);
  const reaches = compilation.files.flatMap(({ path, components = [] }) =>
    components.flatMap((ids, index) => (ids.includes(found.id) ? [{ file: path, line: index + 1 }] : [])),
  );
  return {
    kind: "explained",
    explanation: {
      kind: "component",
      name: found.id,
      value: component?.kind ?? "absent",
      secret: false,
      ...because(asked, [found.origin]),
      ...(component === undefined ? describeAbsent(found) : describeComponent(model, component)),
      reaches,
      notes:
        section === undefined || prefixed
          ? []
          : [`The section ${name} of the config is another matter: ask about config:${name}.`],
    },
  };
}

function explainHost(asked: Asked, what: string): Answer | undefined {
  const { model, compilation } = asked;
  const prefixed = what.startsWith("host:");
  const name = prefixed ? what.slice("host:".length) : what;
  const host = model.hosts?.find((one) => one.name.value === name);
  if (host === undefined) return undefined;
  const component = model.components.some((one) => one.id === name || one.name === name);
  return {
    kind: "explained",
    explanation: {
      kind: "host",
      name,
      value: host.address.value,
      secret: false,
      ...because(asked, [host.name.origin, host.address.origin]),
      ...describeHost(model, host, compilation),
      notes:
        component && !prefixed
          ? [`The component ${name} is another matter: ask about component:${name}.`]
          : [],
    },
  };
}

function explainClusterSecret(asked: Asked, what: string): Answer | undefined {
  const all = asked.targets.clusterSecrets();
  const name = what.startsWith("secret:") ? what.slice("secret:".length) : what;
  const secret = all?.secrets.find((one) => one.name.value === name);
  if (all === undefined || secret === undefined) return undefined;
  return {
    kind: "explained",
    explanation: {
      kind: "secret",
      name,
      secret: false,
      ...because(asked, [secret.name.origin, all.from.origin]),
      reaches: asked.index.linesOf(secret.name.origin),
      ...describeClusterSecret(all, secret),
      notes: [],
    },
  };
}

function unknown({ model, keys }: Asked, what: string): Answer {
  const names = [
    ...model.settings.map(({ variable }) => variable),
    ...model.secrets.flatMap(({ variable, encodedVariable }) =>
      [variable, encodedVariable].filter((one) => one !== undefined),
    ),
    ...model.components.flatMap(({ id, name }) => [id, name]),
    ...model.absent.flatMap(({ id, name }) => [id, name]),
    ...(model.hosts ?? []).map(({ name }) => name.value),
    ...keys.map(({ path }) => formatPath(path)),
    ...keys.map(({ file, path }) => `${file}:${formatPath(path)}`),
  ];
  // A last step alone is what people remember of a key: "rate_limit".
  const lastSteps = new Set(nearAll(what, new Set(keys.map(({ path }) => String(path.at(-1))))).slice(0, 1));
  const ends = keys
    .filter(({ path }) => path.length > 1 && lastSteps.has(String(path.at(-1))))
    .map(({ path }) => formatPath(path));
  const near = [...new Set([...nearAll(what, names), ...ends])].slice(0, 3);
  const help =
    near.length > 0
      ? `Did you mean ${near.join(" or ")}?`
      : "Ask about a variable of .env (CLP_WEBUI_PORT), a key (webui.port), a component (reducer), a host, a Secret of the cluster (clp-database), a code (CLP6101), a defect of CLP (D45), or FILE:LINE of an input or an emitted file";
  return { kind: "unknown", message: `Cannot explain "${what}": nothing has that name`, help };
}

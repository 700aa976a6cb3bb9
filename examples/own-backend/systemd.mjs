// A backend of one's own: the deployment as systemd units that run Podman. It stands outside clp-compile
// and uses its public API alone; the shape of the model has a version, which is 2 here.
//
//     node systemd.mjs clp-config.yaml clp-site.yaml credentials.yaml OUT
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { compile, externalsReachedBy, render, secretValues } from "clp-compile";

/**
 * The units of a deployment. They hold no secret, so they can be committed.
 *
 * @param {import("clp-compile").DeploymentModel} model
 * @param {{ home: string, podman?: string }} place `home`: where the folder `compose` of the output stands on the host
 * @returns {{ path: string, mode: number, text: string }[]}
 */
export function systemdUnits(model, { home, podman = "/usr/bin/podman" }) {
  if (model.version !== 2) throw new Error(`made for version 2 of the model, and this is ${model.version}`);
  const workloads = model.components.filter((component) => component.kind !== "external");
  const units = workloads.map((workload) => ({
    path: `systemd/${unitName(workload)}.service`,
    mode: 0o644,
    text: unit(model, workload, home, podman),
  }));
  const target = section("Unit", [
    ["Description", "CLP"],
    ...workloads.map((one) => ["Wants", `${unitName(one)}.service`]),
  ]);
  const network = [
    section("Unit", [["Description", "CLP's network"]]),
    section("Service", [
      ["Type", "oneshot"],
      ["RemainAfterExit", "yes"],
      ["ExecStart", `${podman} network create --ignore clp`],
    ]),
  ].join("\n");
  return [
    { path: "systemd/clp.target", mode: 0o644, text: target },
    { path: "systemd/clp-network.service", mode: 0o644, text: network },
    ...units,
  ];
}

/**
 * For each unit that needs one, a file with the variables that hold secrets. These are never committed.
 *
 * @param {import("clp-compile").DeploymentModel} model
 * @param {(id: string) => string} reveal the value of a secret, by its id, such as `database.password`
 */
export function systemdSecrets(model, reveal) {
  return model.components.flatMap((component) => {
    if (component.kind === "external") return [];
    const names = secretVariables(model, component);
    if (names.size === 0) return [];
    const lines = [...names].map(([name, value]) => {
      const text = plain(model, value, reveal);
      // As in a shell's double quotes.
      return `${name}="${text.replace(/["\\`$]/g, "\\$&")}"\n`;
    });
    return [{ path: `systemd/${unitName(component)}.env`, mode: 0o600, text: lines.join("") }];
  });
}

function unitName({ name }) {
  return `clp-${name}`;
}

function unit(model, workload, home, podman) {
  const after = workload.needs
    .map(({ on, until }) => ({ until, other: model.components.find(({ id }) => id === on) }))
    .filter(({ other }) => other.kind !== "external");
  const [policy, tries] = plain(model, workload.restart).split(":");
  const isJob = workload.kind === "job";
  return [
    section("Unit", [
      ["Description", `CLP: ${workload.description}`],
      ["PartOf", "clp.target"],
      ["Requires", "clp-network.service"],
      ["After", "clp-network.service"],
      // A job is a unit that has started when it has ended, so that nobody has to ask for its result.
      ...after.flatMap(({ other }) => [
        ["Requires", `${unitName(other)}.service`],
        ["After", `${unitName(other)}.service`],
      ]),
      ...(tries === undefined ? [] : [["StartLimitBurst", tries]]),
    ]),
    section("Service", [
      ["Type", isJob ? "oneshot" : "exec"],
      ...(isJob
        ? [["RemainAfterExit", "yes"]]
        : [["Restart", policy === "unless-stopped" ? "always" : policy]]),
      ["TimeoutStartSec", "10min"],
      ["TimeoutStopSec", `${workload.stopGraceSeconds + 5}s`],
      ...(secretVariables(model, workload).size === 0
        ? []
        : [["EnvironmentFile", `${home}/systemd/${unitName(workload)}.env`]]),
      ...after
        .filter(({ until }) => until === "healthy")
        .map(({ other }) => ["ExecStartPre", `${podman} wait --condition=healthy ${unitName(other)}`]),
      ["ExecStart", [podman, ...runArguments(model, workload, home).map(quoted)].join(" ")],
      ...(isJob ? [] : [["ExecStop", `${podman} stop ${unitName(workload)}`]]),
    ]),
  ].join("\n");
}

/** The arguments of `podman run`, not quoted yet; secrets are `${VARIABLE}`. */
function runArguments(model, workload, home) {
  const { uid, gid } = model.users[workload.owner];
  const word = (value) => inCommand(model, value);
  return [
    ...["run", "--rm", "--replace", `--name=${unitName(workload)}`, `--hostname=${workload.hostname}`],
    ...["--network=clp", `--network-alias=${workload.hostname}`, `--user=${uid.value}:${gid.value}`],
    `--stop-timeout=${workload.stopGraceSeconds}`,
    // A variable without a value is taken from the unit's own environment, out of sight of `ps`.
    ...workload.environment.map(({ name, value }) =>
      hasSecret(value) ? `--env=${name}` : `--env=${name}=${escaped(plain(model, value))}`,
    ),
    ...workload.mounts.map((mount) => {
      const path =
        mount.kind === "file" ? fileAt(model, mount.file, home) : volumeAt(model, mount.volume, home);
      return `--volume=${escaped(path)}:${mount.at.value}${mount.readOnly ? ":ro" : ""}`;
    }),
    // Servers that somebody else runs, by names that the inputs give an address. Podman knows the host itself.
    ...externalsReachedBy(model, workload)
      .filter(({ host, address }) => host.value !== address.value)
      .map(
        ({ host, address, loopback }) =>
          `--add-host=${host.value}:${loopback ? "host-gateway" : address.value}`,
      ),
    ...(workload.kind === "service"
      ? workload.ports.flatMap(({ inside, published }) =>
          published === undefined
            ? []
            : [`--publish=${published.host.value.value}:${published.port.value.value}:${inside}`],
        )
      : []),
    ...(workload.kind === "service" && workload.health !== "none"
      ? healthArguments(workload.health, word)
      : []),
    word(workload.image),
    ...(workload.command ?? []).map(word),
  ];
}

function healthArguments({ form, test }, word) {
  const command = [form === "exec" ? "CMD" : "CMD-SHELL", ...test.map(word)];
  return [`--health-cmd=${JSON.stringify(command)}`, "--health-interval=30s", "--health-startup-interval=2s"];
}

function volumeAt(model, wanted, home) {
  const { path } = model.volumes.find(({ id }) => id === wanted);
  return path.value.replace(/^\.\//, `${home}/compose/`);
}

/** A file that the backend for Compose has written: this one writes none of its own. */
function fileAt(model, wanted, home) {
  return `${home}/compose/${model.files.find(({ id }) => id === wanted).path}`;
}

/** The variables of a unit that hold secrets, with what they hold: those of the container and those of its commands. */
function secretVariables(model, workload) {
  const found = new Map();
  for (const { name, value } of workload.environment) if (hasSecret(value)) found.set(name, value);
  const health = workload.kind === "service" && workload.health !== "none" ? workload.health.test : [];
  for (const { parts } of [...(workload.command ?? []), ...health]) {
    for (const part of parts) {
      if (part.kind === "secret") found.set(variableOf(model, part), { parts: [part] });
    }
  }
  return found;
}

function hasSecret({ parts }) {
  return parts.some(({ kind }) => kind === "secret");
}

function variableOf(model, { id, encoding }) {
  const secret = model.secrets.find((one) => one.id === id);
  return encoding === "percent" ? secret.encodedVariable : secret.variable;
}

/** A value as text. Secrets by `reveal`; where there is none, there must be no secret. */
function plain(model, value, reveal) {
  return render(value, (part) => {
    switch (part.kind) {
      case "text":
        return part.text;
      case "setting":
        return String(model.settings.find(({ variable }) => variable === part.variable).value.value);
      case "address":
        return addressOf(model, part);
      case "secret":
        return part.encoding === "percent" ? encodeURIComponent(reveal(part.id)) : reveal(part.id);
    }
  });
}

/** A value as a word of ExecStart: text is escaped, a secret is a variable that systemd puts in. */
function inCommand(model, value) {
  return value.parts
    .map((part) =>
      part.kind === "secret"
        ? `\${${variableOf(model, part)}}`
        : escaped(plain(model, { ...value, parts: [part] })),
    )
    .join("");
}

function addressOf(model, { of, field }) {
  const component = model.components.find(({ id }) => id === of);
  if (component.kind === "external") return String(component[field].value);
  return field === "host" ? component.hostname : String(component.ports[0].inside);
}

/** Text in which systemd shall see neither a specifier nor a variable. */
function escaped(text) {
  return text.replaceAll("%", "%%").replaceAll("$", "$$$$");
}

/** One word of a command line. */
function quoted(word) {
  return /^[\w./:=,@+-]+$/.test(word) ? word : `"${word.replace(/["\\]/g, "\\$&").replaceAll("\n", "\\n")}"`;
}

function section(name, entries) {
  return `[${name}]\n${entries.map(([key, value]) => `${key}=${value}\n`).join("")}`;
}

function main([configPath, sitePath, credentialsPath, out]) {
  const source = (name) => ({ name, content: readFileSync(name) });
  const sources = {
    config: source(configPath),
    site: source(sitePath),
    credentials: source(credentialsPath),
  };
  // The units mount files that the backend for Compose writes, and its prepare.sh makes the directories.
  const compilation = compile(sources, { emit: ["compose"], secrets: true });
  for (const { severity, code, message } of compilation.diagnostics)
    console.error(`${severity} ${code}: ${message}`);
  if (!compilation.ok) return 1;

  const { model } = compilation;
  const values = secretValues(sources);
  const units = systemdUnits(model, {
    home: process.env.CLP_HOME ?? "/home/clp",
    podman: process.env.PODMAN,
  });
  const secrets = systemdSecrets(model, (id) => values.get(id));
  for (const { path, mode, text } of [...compilation.files, ...units, ...secrets]) {
    mkdirSync(dirname(join(out, path)), { recursive: true });
    writeFileSync(join(out, path), text, { mode });
  }
  return 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = main(process.argv.slice(2));

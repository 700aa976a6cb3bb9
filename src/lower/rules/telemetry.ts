/** Telemetry: who decided that it is sent, and where to. */
import { given, pick } from "../../base/typed.ts";
import { allKnown, isWritten, type Rule, rule } from "./rule.ts";

/** `CLP4080` (E7, E11): CLP's default is on, and nobody is asked. */
const undecided = rule(["CLP4080"], ({ config, deployment, release, site, report }) => {
  const section = config.telemetry;
  if (section === undefined) return;
  const disable = pick(section, "disable");
  if (disable.value || isWritten(disable) || section.endpoint === "") return;
  if (!allKnown(pick(site, "clp_version").origin)) return;
  const bundled = deployment.bundled("otel_collector").value;
  report(
    "CLP4080",
    disable.origin,
    `Telemetry is sent${bundled ? ` to ${section.endpoint}` : ""}, and nobody has decided it: ${release.name} sends it unless telemetry.disable is true`,
    {
      notes: [
        "Services report numbers and times of jobs and tasks, bytes that they read and wrote, and traces of a sample of searches; reports name the release, the storage engine and, where host.instance_id says it, the deployment",
        ...(bundled
          ? [
              "Under Docker Compose the collector that passes them on is given the Docker socket, by which it can do what root can on the host (E7)",
            ]
          : []),
      ],
      help: "Write `telemetry: {disable: true}` to send nothing, or `telemetry: {disable: false}` to have it so",
    },
  );
});

/** `CLP3070` (E8), and `CLP4081` for what is no URL. */
const endpoint = rule(["CLP3070", "CLP4081"], ({ config, report }) => {
  const section = config.telemetry;
  if (section === undefined || section.disable) return;
  const held = pick(section, "endpoint");
  if (!isWritten(held)) return;
  if (held.value === "") {
    report(
      "CLP3070",
      held.origin,
      "Cannot send telemetry to an empty endpoint: CLP would send it to its makers",
      {
        help: "Write `telemetry: {disable: true}` to send nothing, or name your own endpoint",
      },
    );
  } else if (!/^https?:\/\/[^\s/]/.test(held.value)) {
    report("CLP4081", held.origin, `Telemetry never arrives: ${JSON.stringify(held.value)} is no URL`, {
      help: "Write one with http:// or https://, such as https://telemetry.example.com",
    });
  }
});

/** `CLP4086` (E13): a list that named all bundled services before there was a collector. */
const oldList = rule(["CLP4086"], ({ config, deployment, report }) => {
  const { telemetry } = config;
  const collector = given(config, "otel_collector");
  if (telemetry === undefined || telemetry.disable || collector === undefined) return;
  const list = pick(config, "bundled");
  const everyOther = (["database", "queue", "redis", "results_cache"] as const).every(
    (name) => deployment.bundled(name).value,
  );
  if (!isWritten(list) || !everyOther || deployment.bundled("otel_collector").value) return;
  if (isWritten(collector)) return;
  report(
    "CLP4086",
    list.origin,
    `Services report to a collector of yours at ${collector.value.host}:${collector.value.port}, since bundled does not name otel_collector`,
    {
      notes: ["A list from before CLP had a collector says the same"],
      help: "Add otel_collector to the list, or write `telemetry: {disable: true}`; a written section otel_collector says where yours is",
    },
  );
});

export const telemetryRules: readonly Rule[] = [undecided, endpoint, oldList];

/** What the site file may say of pods: the API server takes what this target takes, and refuses what it refuses. */
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { kubernetes } from "../../src/backends/kubernetes/kubernetes.ts";
import { quantity } from "../../src/base/quantity.ts";
import { type Any, type Manifests, manifests, objectsIn, podOf } from "../backends/kubernetes/manifests.ts";
import { type ApiServer, startApiServer } from "./programs/api-server.ts";

let server: ApiServer;

beforeAll(async () => {
  server = await startApiServer();
});

afterAll(async () => {
  await server?.stop();
});

/** One key alone: whole sets of wild ones would nearly all be refused. */
function oneOf(keys: Readonly<Record<string, fc.Arbitrary<unknown>>>): fc.Arbitrary<object> {
  return fc.oneof(...Object.entries(keys).map(([key, held]) => fc.record({ [key]: held })));
}

function some(keys: Record<string, fc.Arbitrary<unknown>>, requiredKeys: readonly string[] = []) {
  return fc.record(keys, { requiredKeys: [...requiredKeys] });
}

const label = fc.constantFrom(
  "disktype",
  "kubernetes.io/os",
  "example.com/pool",
  "app.kubernetes.io/component",
);
const word = fc.constantFrom("ssd", "linux", "a.b_c-1", "1");
const values = fc.uniqueArray(word, { maxLength: 2 });
const topologyKey = fc.constantFrom("kubernetes.io/hostname", "topology.kubernetes.io/zone");
/** Labels that the pods have, but for the last, which a Deployment gives them. */
const OWN = ["app.kubernetes.io/component", "app.kubernetes.io/instance", "pod-template-hash"];
const labelKeys = fc.uniqueArray(fc.constantFrom(...OWN), { maxLength: 2 });

const podExpression = some(
  { key: label, operator: fc.constantFrom("In", "NotIn", "Exists", "DoesNotExist"), values },
  ["key", "operator"],
);
const nodeExpression = some(
  {
    key: fc.oneof(label, fc.constant("metadata.name")),
    operator: fc.constantFrom("In", "NotIn", "Exists", "DoesNotExist", "Gt", "Lt"),
    values: fc.oneof(values, fc.constant(["4"])),
  },
  ["key", "operator"],
);
const selector = some({
  matchLabels: fc.dictionary(label, word, { maxKeys: 2 }),
  matchExpressions: fc.array(podExpression, { maxLength: 1 }),
});
const nodeTerm = some({
  matchExpressions: fc.array(nodeExpression, { maxLength: 2 }),
  matchFields: fc.array(nodeExpression, { maxLength: 1 }),
});
const podTerm = some(
  {
    topologyKey,
    labelSelector: selector,
    namespaceSelector: selector,
    namespaces: fc.uniqueArray(fc.constantFrom("default", "team-1"), { maxLength: 2 }),
    matchLabelKeys: labelKeys,
    mismatchLabelKeys: labelKeys,
  },
  ["topologyKey"],
);
const weight = fc.integer({ min: 1, max: 100 });
const REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";
const PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution";
const podAffinity = oneOf({
  [REQUIRED]: fc.array(podTerm, { maxLength: 1 }),
  [PREFERRED]: fc.array(fc.record({ weight, podAffinityTerm: podTerm }), { maxLength: 1 }),
});
const scheduling = oneOf({
  nodeSelector: fc.dictionary(label, word, { maxKeys: 2 }),
  tolerations: fc.array(
    some({
      key: label,
      operator: fc.constantFrom("Exists", "Equal"),
      value: word,
      effect: fc.constantFrom("NoSchedule", "NoExecute"),
      tolerationSeconds: fc.integer({ min: -1, max: 60 }),
    }),
    { maxLength: 2 },
  ),
  topologySpreadConstraints: fc.array(
    some(
      {
        maxSkew: fc.integer({ min: 1, max: 3 }),
        topologyKey,
        whenUnsatisfiable: fc.constantFrom("DoNotSchedule", "ScheduleAnyway"),
        minDomains: fc.integer({ min: 1, max: 3 }),
        labelSelector: selector,
        matchLabelKeys: labelKeys,
        nodeAffinityPolicy: fc.constantFrom("Honor", "Ignore"),
        nodeTaintsPolicy: fc.constantFrom("Honor", "Ignore"),
      },
      ["maxSkew", "topologyKey", "whenUnsatisfiable"],
    ),
    { maxLength: 2 },
  ),
  affinity: oneOf({
    nodeAffinity: oneOf({
      [REQUIRED]: fc.record({ nodeSelectorTerms: fc.array(nodeTerm, { maxLength: 2 }) }),
      [PREFERRED]: fc.array(fc.record({ weight, preference: nodeTerm }), { maxLength: 1 }),
    }),
    podAffinity,
    podAntiAffinity: podAffinity,
  }),
});

const amount = fc.oneof(
  fc.constantFrom(
    "0",
    "1",
    "2",
    "500m",
    "1500m",
    "0.5",
    "0.0005",
    "100u",
    "1e3",
    "1Gi",
    "1.5Gi",
    "2G",
    "1024Mi",
    "3E",
    "12e4",
  ),
  fc
    .tuple(
      fc.integer({ min: 0, max: 5000 }),
      fc.constantFrom("", ".5", ".25"),
      fc.constantFrom("", "m", "k", "M", "G", "Ki", "Mi", "Gi", "e2", "E3", "n", "u"),
    )
    .map((parts) => parts.join("")),
);
const amounts = oneOf({
  cpu: amount,
  memory: amount,
  "ephemeral-storage": amount,
  "example.com/gpu": fc.constantFrom("1", "2", "1500m"),
  gpu: fc.constant("1"),
});
const resources = fc.record({ requests: amounts, limits: amounts });

interface Case {
  readonly given: unknown;
  readonly made: Manifests;
  readonly deployment: Any;
}

/** A Deployment of a component, whether this target would carry it or not, with a name of its own. */
function caseOf(given: object, component: string, index: number): Case {
  const made = manifests("", { kubernetes: given });
  const objects = kubernetes(made.model, made.options).emitPublic().flatMap(objectsIn);
  const deployment = objects.find(
    ({ kind, metadata }) =>
      kind === "Deployment" && metadata.labels["app.kubernetes.io/component"] === component,
  );
  const metadata = { ...deployment.metadata, name: `${component}-${index}` };
  return { given, made, deployment: { ...deployment, metadata } };
}

const STRICT = ["--dry-run=server", "--validate=strict", "--warnings-as-errors"];

async function ask(items: readonly Any[], args: readonly string[] = STRICT) {
  const input = JSON.stringify({ apiVersion: "v1", kind: "List", items });
  return server.kubectl(["create", ...args, "-f", "-"], { input });
}

async function agree(cases: readonly Case[]): Promise<void> {
  const silent = cases.filter(({ made }) => made.carried && made.findings.length === 0);
  const refused = cases.filter(({ made }) => !made.carried);
  expect(silent.length).toBeGreaterThan(20);
  expect(refused.length).toBeGreaterThan(20);
  const { code, stderr } = await ask(
    silent.flatMap(({ deployment }) => [deployment, podOf(deployment, "default")]),
  );
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  // What is finer than a thousandth of a CPU is taken, and written back as another amount.
  const finer = /nothing is finer than a thousandth/;
  const wrong = refused.filter(({ made }) => !made.diagnostics.every(({ message }) => finer.test(message)));
  // Some of it the API server finds when the Deployment's pods are made.
  const both = ({ deployment }: Case): readonly Any[] => [deployment, podOf(deployment, "default")];
  const asked = await ask(wrong.flatMap(both));
  const taken = new Set(asked.stdout.trim().split("\n"));
  // Each has an answer: where kubectl gave up, nothing would be taken.
  expect(taken.size + asked.stderr.split("Error from server").length - 1).toBe(wrong.length * 2);
  for (const one of wrong) {
    const { name } = one.deployment.metadata;
    const [deployment, pod] = ["deployment.apps", "pod"].map((kind) =>
      taken.has(`${kind}/${name} created (server dry run)`),
    );
    if (!deployment || !pod) continue;
    // Some of it is taken with a warning, which is nothing that is said of one of many.
    const { code } = await ask(both(one));
    const found = one.made.diagnostics.map(({ message }) => message);
    expect(code, `${JSON.stringify(one.given)} ${found.join("; ")}`).not.toBe(0);
  }
}

test("scheduling", async () => {
  const samples = fc.sample(scheduling, { numRuns: 150, seed: 4 });
  await agree(samples.map((reducer, index) => caseOf({ scheduling: { reducer } }, "reducer", index)));
});

test("resources", async () => {
  const samples = fc.sample(resources, { numRuns: 150, seed: 5 });
  await agree(samples.map((webui, index) => caseOf({ resources: { webui } }, "webui", index)));
});

test("quantities are written as the API server writes them back, and mean the same", async () => {
  // Of resources the API server rounds up what is finer than a thousandth, which is refused here.
  const written = fc
    .sample(amount, { numRuns: 400, seed: 6 })
    .filter((text) => (quantity(text)?.nano ?? 1n) % 1_000_000n === 0n);
  expect(written.length).toBeGreaterThan(200);
  const read = async (texts: readonly string[]): Promise<readonly string[]> => {
    const items = texts.map((text, index) => ({
      apiVersion: "v1",
      kind: "ResourceQuota",
      metadata: { name: `quota-${index}`, namespace: "default" },
      spec: { hard: { "requests.cpu": text } },
    }));
    const template = 'jsonpath={.spec.hard.requests\\.cpu}{"\\n"}';
    const { code, stdout, stderr } = await ask(items, ["--dry-run=server", "-o", template]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    return stdout.trimEnd().split("\n");
  };
  const canonical = written.map((text) => quantity(text)!.canonical);
  expect(await read(canonical)).toEqual(canonical);
  const nano = (texts: readonly string[]) => texts.map((text) => quantity(text)?.nano);
  expect(nano(await read(written))).toEqual(nano(written));
});

/**
 * What the site file may say of a cluster's network, asked of the real API server; and the policies, of cyclonus,
 * which reads them apart from our own reader of the unit tests.
 */
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { generated } from "../arbitrary.ts";
import {
  type Any,
  type Manifests,
  manifests,
  manifestsOf,
  podOwners,
} from "../backends/kubernetes/manifests.ts";
import { allows, type End } from "../backends/kubernetes/policy-engine.ts";
import { type ApiServer, startApiServer } from "./programs/api-server.ts";
import { run } from "./programs/programs.ts";

let server: ApiServer;

beforeAll(async () => {
  server = await startApiServer();
});

afterAll(async () => {
  await server?.stop();
});

const key = fc.constantFrom(
  "team",
  "Team_1",
  "example.com/team",
  "a.b/C.d-e_f",
  "kubernetes.io/change-cause",
);
const annotationKey = fc.oneof(key, fc.constantFrom("Example.COM/Owner", "x-1.example/Y"));
const labels = fc.dictionary(key, fc.constantFrom("", "search", "A.b-c_1", "4711"), { maxKeys: 2 });
const annotations = fc.dictionary(
  annotationKey,
  fc.string({ unit: "grapheme", maxLength: 30 }).filter(isCarried),
  {
    maxKeys: 2,
  },
);

function isCarried(text: string): boolean {
  return !/[\u0000\ud800-\udfff]/u.test(text);
}

const host = fc.constantFrom("clp.example.com", "a", "1a.b-c", "x".repeat(63));
const service = fc.record(
  { type: fc.constantFrom("ClusterIP", "NodePort", "LoadBalancer"), annotations },
  { requiredKeys: [] },
);
const section = fc.record({
  labels,
  annotations,
  pod_labels: labels,
  pod_annotations: annotations,
  network_policies: fc.boolean(),
  services: fc.record({ webui: service, api_server: service }, { requiredKeys: [] }),
  ingress: fc.record(
    {
      class: fc.constantFrom("nginx", "a.b-c"),
      hosts: fc.record({ webui: host }, { requiredKeys: [] }),
      tls_secret: fc.constantFrom("clp-tls", "clp.tls"),
      annotations,
    },
    { requiredKeys: [] },
  ),
});

test("the API server takes every object, strictly and without a warning", async () => {
  for (const [index, kubernetes] of fc.sample(section, { numRuns: 12, seed: 8 }).entries()) {
    const made = manifests("", {
      kubernetes: { ...kubernetes, release_name: `r${index}`, storage_class: "standard" },
    });
    expect(made.carried, JSON.stringify(kubernetes)).toBe(true);
    const { code, stderr } = await server.kubectl(
      ["create", "--dry-run=server", "--validate=strict", "--warnings-as-errors", "-f", "-"],
      { input: JSON.stringify({ apiVersion: "v1", kind: "List", items: made.objects }) },
    );
    expect({ code, stderr, kubernetes }).toEqual({ code: 0, stderr: "", kubernetes });
  }
});

/** All ends that there are: each component's pods, a stranger, and machines. */
function endsOf(made: Manifests): readonly { readonly end: End; readonly ports: readonly number[] }[] {
  const pods = podOwners(made).map(({ metadata, spec }) => ({
    end: { labels: spec.template.metadata.labels, namespace: metadata.namespace },
    ports: spec.template.spec.containers.flatMap((one: Any) =>
      (one.ports ?? []).map(({ containerPort }: Any) => containerPort as number),
    ),
  }));
  return [
    ...pods,
    { end: { labels: { app: "other" }, namespace: "default" }, ports: [80] },
    { end: { address: "203.0.113.7" }, ports: [53, 80, 443, 3306] },
    { end: { address: "10.0.0.5" }, ports: [443, 3306] },
  ];
}

test("cyclonus and our own reader of policies agree on every pair", async () => {
  for (const { config, credentials, site } of fc.sample(generated, { numRuns: 15, seed: 9 })) {
    const made = manifestsOf({
      config: { name: "clp-config.yaml", content: config },
      credentials: { name: "credentials.yaml", content: credentials },
      site: { name: "clp-site.yaml", content: site },
      siteLayers: [{ name: "policies.yaml", content: "kubernetes: {network_policies: true}" }],
    });
    const policies = made.kind("NetworkPolicy");
    const ends = endsOf(made);
    const asked = ends.flatMap(({ end: from }) =>
      ends.flatMap(({ end: to, ports }) =>
        "address" in from && "address" in to
          ? []
          : ports.map((port) => ({ from, to, port, protocol: "TCP" })),
      ),
    );
    const { code, stdout, stderr } = await run("judge-policies", [], {
      input: JSON.stringify({ policies, asked }),
    });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const ours = asked.map(({ from, to, port }) => allows(policies, from, to, port));
    expect(JSON.parse(stdout)).toEqual(ours);
    expect(new Set(ours).size).toBe(2);
  }
});

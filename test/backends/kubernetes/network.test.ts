/** Types of Services, the Ingress, and labels and annotations of one's own. */
import { describe, expect, test } from "vitest";
import { type Any, manifests, podOwners } from "./manifests.ts";

const specOf = (kubernetes: object, component: string): Any =>
  manifests("mcp_server: {}\n", { kubernetes }).one("Service", component).spec;

describe("types of Services", () => {
  test("where nothing is said there are NodePorts", () => {
    expect(specOf({}, "webui")).toMatchObject({ type: "NodePort", ports: [{ nodePort: 30000 }] });
    expect(specOf({}, "database").type).toBe("ClusterIP");
  });

  test("a ClusterIP has no port of the nodes, and a load balancer one that is written", () => {
    const inside = specOf({ services: { webui: { type: "ClusterIP" } } }, "webui");
    expect(inside.type).toBe("ClusterIP");
    expect(inside.ports[0]).not.toHaveProperty("nodePort");
    const balanced = {
      services: { webui: { type: "LoadBalancer", load_balancer_class: "example.com/own" } },
    };
    const chosen = specOf(balanced, "webui");
    expect(chosen).toMatchObject({ type: "LoadBalancer", loadBalancerClass: "example.com/own" });
    expect(chosen.ports[0]).not.toHaveProperty("nodePort");
    const written = specOf({ ...balanced, node_ports: { webui: 30080 } }, "webui");
    expect(written.ports[0].nodePort).toBe(30080);
  });

  test("what the Ingress leads to is a ClusterIP, unless another type is written", () => {
    const ingress = { class: "nginx", hosts: { webui: "clp.example.com" } };
    expect(specOf({ ingress }, "webui").type).toBe("ClusterIP");
    expect(specOf({ ingress }, "api-server").type).toBe("NodePort");
    expect(specOf({ ingress, services: { webui: { type: "NodePort" } } }, "webui").type).toBe("NodePort");
  });

  test("two services may have one number where only one of them has a port of the nodes", () => {
    const made = manifests("", {
      kubernetes: {
        node_ports: { api_server: 30000 },
        ingress: { class: "nginx", hosts: { webui: "clp.example.com" } },
      },
    });
    expect(made.findings).toEqual([]);
    expect(made.one("Service", "api-server").spec.ports[0].nodePort).toBe(30000);
  });
});

describe("the Ingress", () => {
  test("leads each host name to its service, by TLS where there is a Secret", () => {
    const made = manifests("", {
      kubernetes: {
        ingress: {
          class: "nginx",
          hosts: { webui: "clp.example.com", api_server: "clp-api.example.com" },
          tls_secret: "clp-tls",
          annotations: { "cert-manager.io/cluster-issuer": "letsencrypt" },
        },
      },
    });
    const [ingress, ...others] = made.kind("Ingress");
    expect(others).toEqual([]);
    expect(ingress.metadata.annotations).toEqual({ "cert-manager.io/cluster-issuer": "letsencrypt" });
    const targets = ingress.spec.rules.map(({ host, http }: Any) => [host, http.paths[0].backend.service]);
    for (const [, { name, port }] of targets) {
      const service = made.kind("Service").find(({ metadata }) => metadata.name === name);
      expect(service.spec.ports.map((one: Any) => one.name)).toContain(port.name);
    }
    expect(targets.map(([host, { name }]: Any) => [host, name])).toEqual([
      ["clp-api.example.com", "clp-api-server"],
      ["clp.example.com", "clp-webui"],
    ]);
    expect(ingress.spec.tls).toEqual([
      { hosts: ["clp-api.example.com", "clp.example.com"], secretName: "clp-tls" },
    ]);
  });

  test("is not there where no service has a host name", () => {
    expect(manifests("", {}).kind("Ingress")).toEqual([]);
  });
});

describe("labels and annotations of one's own", () => {
  const marked = {
    labels: { team: "search" },
    annotations: { "example.com/owner": "Search, on call: 1234" },
    pod_labels: { "cost-center": "4711" },
    pod_annotations: { "linkerd.io/inject": "enabled" },
  };
  const made = manifests("", { kubernetes: { ...marked, network_policies: true } });
  const plain = manifests("", { kubernetes: { network_policies: true } });

  test("every object has those of objects", () => {
    for (const { metadata } of made.objects) {
      expect(metadata.labels).toMatchObject(marked.labels);
      expect(metadata.annotations).toMatchObject(marked.annotations);
    }
  });

  test("pods have those of pods alone", () => {
    for (const { spec } of podOwners(made)) {
      const { labels, annotations } = spec.template.metadata;
      expect(labels).toMatchObject(marked.pod_labels);
      expect(annotations).toMatchObject(marked.pod_annotations);
      expect(labels).not.toHaveProperty("team");
    }
  });

  test("nothing selects by them, and no claim of a StatefulSet has them", () => {
    const selectors = (objects: readonly Any[]) =>
      objects.map(({ kind, spec = {} }) => [
        kind,
        spec.selector,
        spec.podSelector,
        spec.ingress,
        spec.egress,
        spec.volumeClaimTemplates,
      ]);
    expect(selectors(made.objects)).toEqual(selectors(plain.objects));
  });

  test("those of objects change no pod, and no name of a Job", () => {
    const { labels, annotations } = marked;
    const objectsAlone = manifests("", { kubernetes: { labels, annotations, network_policies: true } });
    const templates = (objects: readonly Any[]) =>
      podOwners({ objects }).map(({ metadata, spec }) => [metadata.name, spec.template]);
    expect(templates(objectsAlone.objects)).toEqual(templates(plain.objects));
  });

  test("what is said for Git counts over them, and a service's own over those of all", () => {
    const both = manifests("", {
      kubernetes: {
        gitops: "argocd",
        annotations: { "argocd.argoproj.io/sync-options": "Prune=false", "example.com/pool": "all" },
        services: { webui: { annotations: { "example.com/pool": "office" } } },
      },
    });
    expect(both.kind("Job")[0].metadata.annotations).toMatchObject({
      "argocd.argoproj.io/sync-options": "Force=true,ServerSideApply=false",
    });
    expect(both.one("Service", "webui").metadata.annotations["example.com/pool"]).toBe("office");
    expect(both.one("Service", "api-server").metadata.annotations["example.com/pool"]).toBe("all");
  });
});

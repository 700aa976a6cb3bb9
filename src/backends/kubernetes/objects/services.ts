/** Services: the names by which components reach each other, and the ports of nodes by which people reach them. */
import { constant, derived, type Sourced } from "../../../base/origin.ts";
import type { Service } from "../../../model/model.ts";
import { releaseId } from "../../../model/release-id.ts";
import { type Loose, type Tree, tree } from "../../../model/tree.ts";
import { type ClusterOptions, type NodePortKey, publishedPort } from "../../cluster/cluster-options.ts";
import { podLabels } from "../../cluster/pod-labels.ts";
import { type Installation, workloadsOf } from "../installation.ts";
import { metadata, serviceName, siteKey } from "../object-names.ts";

function nodePortOf(options: ClusterOptions, service: Service): Sourced<number> | undefined {
  const key = siteKey(service);
  return Object.hasOwn(options.nodePorts, key) ? publishedPort(options, key as NodePortKey) : undefined;
}

/** The Services of a component: of its own name, and of each fixed name that leads to it. None is headless (H20). */
export function serviceObjects(installation: Installation, service: Service): readonly Tree[] {
  const { options } = installation;
  // Each of its processes makes known an address of its own (H2).
  if (service.process !== undefined || service.ports.length === 0) return [];
  const origin = derived(`how others reach ${service.id}`, service.origin);
  const nodePort = nodePortOf(options, service);
  const ports = service.ports.map(({ name, inside }, index) => ({
    name,
    nodePort: index === 0 ? nodePort : undefined,
    port: inside,
    protocol: "TCP",
    targetPort: name,
  }));
  const own = serviceObject(installation, service, serviceName(options, service), {
    ports,
    type: nodePort === undefined ? "ClusterIP" : tree("NodePort", nodePort.origin),
  });
  const fixed = fixedNamesOf(installation, service).map(({ name, port, because }) =>
    tree(
      {
        ...serviceObject(installation, service, name, {
          ports: [
            { name: service.ports[0]?.name, port, protocol: "TCP", targetPort: service.ports[0]?.name },
          ],
          type: "ClusterIP",
        }),
      },
      because,
    ),
  );
  return [tree(own, origin), ...fixed];
}

function serviceObject(
  { options, model }: Installation,
  service: Service,
  name: Sourced<string> | string,
  { ports, type }: { readonly ports: Loose; readonly type: Loose },
) {
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: metadata(options, releaseId(model), service.name, name),
    spec: { ports, selector: podLabels(options.releaseName, service.name), type },
  };
}

/** Names that some process looks up whatever its configuration says. */
export function fixedNamesOf(installation: Installation, service: Service) {
  const names = new Map(
    workloadsOf(installation)
      .flatMap(({ fixedNames }) => fixedNames)
      .filter(
        ({ of, name }) => of === service.id && name !== serviceName(installation.options, service).value,
      )
      .map((one) => [one.name, one]),
  );
  return [...names.values()].map(({ name, port, origin }) => ({
    name,
    port,
    because: derived(
      "a name that is looked up whatever the config says",
      origin,
      constant(`it leads to ${service.id}`),
    ),
  }));
}

/** Services: the names by which components reach each other, and the ports of nodes by which people reach them. */
import { constant, derived, type Sourced } from "../../../base/origin.ts";
import type { Service } from "../../../model/model.ts";
import { releaseId } from "../../../model/release-id.ts";
import { type Loose, type Tree, tree } from "../../../model/tree.ts";
import type { Marks, ServiceOptions } from "../../cluster/cluster-options.ts";
import { podLabels } from "../../cluster/pod-labels.ts";
import { type Installation, workloadsOf } from "../installation.ts";
import { annotated, metadata, serviceName } from "../object-names.ts";
import { exposureOf } from "./exposure.ts";

/** The Services of a component: of its own name, and of each fixed name that leads to it. None is headless (H20). */
export function serviceObjects(installation: Installation, service: Service): readonly Tree[] {
  const { options } = installation;
  // Each of its processes makes known an address of its own (H2).
  if (service.process !== undefined || service.ports.length === 0) return [];
  const origin = derived(`how others reach ${service.id}`, service.origin);
  const { type, nodePort, options: said } = exposureOf(options, service);
  const ports = service.ports.map(({ name, inside }, index) => ({
    name,
    nodePort: index === 0 ? nodePort : undefined,
    port: inside,
    protocol: "TCP",
    targetPort: name,
  }));
  const own = serviceObject(installation, service, serviceName(options, service), {
    ports,
    type,
    loadBalancerClass: type.value === "LoadBalancer" ? balancerOf(said) : undefined,
    annotations: said?.annotations,
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

function balancerOf(said: ServiceOptions | undefined): Loose {
  const name = said?.loadBalancerClass;
  return name === undefined || name.value === null ? undefined : tree(name.value, name.origin);
}

function serviceObject(
  { options, model }: Installation,
  service: Service,
  name: Sourced<string> | string,
  {
    annotations,
    ...spec
  }: Readonly<Record<"ports" | "type", Loose>> & {
    readonly loadBalancerClass?: Loose;
    readonly annotations?: Marks["annotations"] | undefined;
  },
) {
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: annotated(metadata(options, releaseId(model), service.name, name), annotations ?? {}),
    spec: {
      loadBalancerClass: spec.loadBalancerClass,
      ports: spec.ports,
      selector: podLabels(options.releaseName, service.name),
      type: spec.type,
    },
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

/** How people and their programs reach a service in a cluster: by its Service's type, and through the Ingress. */
import { constant, type Sourced, sourced } from "../../../base/origin.ts";
import type { Service } from "../../../model/model.ts";
import { type ServiceType, serviceType } from "../../../model/service-type.ts";
import {
  type ClusterOptions,
  type IngressKey,
  type NodePortKey,
  publishedPort,
  type ServiceKey,
  type ServiceOptions,
} from "../../cluster/cluster-options.ts";
import { type Installation, workloadsOf } from "../installation.ts";
import { serviceName, siteKey } from "../object-names.ts";

export interface Exposure {
  readonly service: Service;
  readonly type: Sourced<ServiceType>;
  /** The port of every node; undefined: the cluster gives one, or there is none. */
  readonly nodePort: Sourced<number> | undefined;
  /** The host name under which the Ingress leads to it. */
  readonly host: Sourced<string> | undefined;
  /** What else the site file says of its Service. */
  readonly options: ServiceOptions | undefined;
}

const INSIDE: Sourced<ServiceType> = sourced("ClusterIP", constant("it is reached inside the cluster alone"));

/** The Ingress's host name for a service; undefined: it does not lead there. */
function ingressHost({ ingress }: ClusterOptions, key: string): Sourced<string> | undefined {
  const host = Object.hasOwn(ingress.hosts, key) ? ingress.hosts[key as IngressKey] : undefined;
  return host === undefined || host.value === null ? undefined : sourced(host.value, host.origin);
}

export function exposureOf(options: ClusterOptions, service: Service): Exposure {
  const key = siteKey(service);
  const said = Object.hasOwn(options.services, key) ? options.services[key as ServiceKey] : undefined;
  const given = Object.hasOwn(options.nodePorts, key)
    ? publishedPort(options, key as NodePortKey)
    : undefined;
  const host = ingressHost(options, key);
  const otherwise: Sourced<ServiceType> = given === undefined ? INSIDE : sourced("NodePort", given.origin);
  const type = said === undefined ? otherwise : serviceType(said.type, host, otherwise);
  // A load balancer has ports of the nodes behind it, which the cluster chooses unless one is written.
  const isTaken =
    type.value === "NodePort" || (type.value === "LoadBalancer" && given?.origin.kind === "source");
  return { service, type, nodePort: isTaken ? given : undefined, host, options: said };
}

/** True where somebody outside of the cluster reaches it. */
export function isExposed({ type, host }: Exposure): boolean {
  return type.value !== "ClusterIP" || host !== undefined;
}

/** The same, with the object's name: for people. */
export function clusterServices(installation: Installation) {
  return exposures(installation).map(({ options, ...exposure }) => ({
    ...exposure,
    name: serviceName(installation.options, exposure.service),
    isTypeWritten: options !== undefined && options.type.value !== null,
  }));
}

/** All services that have a Service, in the model's order. */
export function exposures(installation: Installation): readonly Exposure[] {
  return workloadsOf(installation).flatMap((workload) =>
    workload.kind === "service" && workload.ports.length > 0 && workload.process === undefined
      ? [exposureOf(installation.options, workload)]
      : [],
  );
}

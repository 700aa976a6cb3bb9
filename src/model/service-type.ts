/** How a service that people reach is published in a cluster: as it is written, or as it follows. */
import { derived, type Sourced, sourced } from "../base/origin.ts";

export type ServiceType = "ClusterIP" | "NodePort" | "LoadBalancer";

/**
 * @param written null: not said
 * @param host under which an Ingress leads to it; null: none does
 * @param otherwise where neither is said
 */
export function serviceType(
  written: Sourced<ServiceType | null>,
  host: Sourced<string | null> | undefined,
  otherwise: Sourced<ServiceType>,
): Sourced<ServiceType> {
  if (written.value !== null) return sourced(written.value, written.origin);
  if (host === undefined || host.value === null) return otherwise;
  return sourced("ClusterIP", derived("the Ingress leads to it", host.origin));
}

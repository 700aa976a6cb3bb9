/** The Ingress: host names by which people reach services, in place of ports of the nodes. */
import { derived, sourced } from "../../../base/origin.ts";
import { releaseId } from "../../../model/release-id.ts";
import { type Tree, tree } from "../../../model/tree.ts";
import type { ClusterOptions } from "../../cluster/cluster-options.ts";
import type { Installation } from "../installation.ts";
import { annotated, metadata, releaseObject, serviceName } from "../object-names.ts";
import { type Exposure, exposures } from "./exposure.ts";

const INGRESS = "ingress";

type Behind = Exposure & { readonly host: NonNullable<Exposure["host"]> };

/** The services behind the Ingress, in the model's order. */
export function behindIngress(installation: Installation): readonly Behind[] {
  return exposures(installation).filter((one): one is Behind => one.host !== undefined);
}

/** The Ingress as people are told of it. */
export function ingressOf(options: ClusterOptions) {
  const { class: className, tlsSecret } = options.ingress;
  return { name: releaseObject(options, INGRESS), className, tlsSecret };
}

/** One Ingress, or none where no service has a host name. */
export function ingressObjects(installation: Installation): readonly Tree[] {
  const { options, model } = installation;
  const { class: name, tlsSecret, annotations } = options.ingress;
  const behind = behindIngress(installation);
  if (behind.length === 0) return [];
  const hosts = behind.map(({ host }) => host);
  return [
    tree(
      {
        apiVersion: "networking.k8s.io/v1",
        kind: "Ingress",
        metadata: annotated(
          metadata(options, releaseId(model), INGRESS, ingressOf(options).name),
          annotations,
        ),
        spec: {
          ingressClassName: name.value === null ? undefined : sourced(name.value, name.origin),
          rules: behind.map(({ host, service }) => ({
            host,
            http: {
              paths: [
                {
                  backend: {
                    service: {
                      name: serviceName(options, service),
                      port: { name: service.ports[0]?.name },
                    },
                  },
                  path: "/",
                  pathType: "Prefix",
                },
              ],
            },
          })),
          tls:
            tlsSecret.value === null
              ? undefined
              : [{ hosts, secretName: sourced(tlsSecret.value, tlsSecret.origin) }],
        },
      },
      derived("host names lead to services", ...hosts.map(({ origin }) => origin)),
    ),
  ];
}

/** The site file's keys for the network of a cluster, and for labels and annotations of one's own. */
import * as z from "zod/mini";
import { nullish, perName } from "./site-parts.ts";
import { key, leaves, tag } from "./vocabulary.ts";

/** What people and their programs reach. */
const SERVICES = ["webui", "api_server", "log_ingestor", "mcp_server", "presto_coordinator"] as const;

/** Of these, what an Ingress may lead to: pages and interfaces of HTTP. */
const BEHIND_INGRESS = ["webui", "api_server", "log_ingestor", "mcp_server"] as const;

const labels = (rule: "ownLabel" | "ownPodLabel") =>
  z._default(
    tag(z.record(z.string(), leaves.labelValue()), { record: { keyRules: [rule, "qualifiedName"] } }),
    {},
  );

const annotations = () =>
  z._default(
    tag(z.record(z.string(), leaves.annotation()), {
      record: { keyRules: ["ownAnnotation", "annotationName"] },
    }),
    {},
  );

/** How each service is published. */
const services = () =>
  z.prefault(
    perName(SERVICES, (name) =>
      key(
        z.prefault(
          z.strictObject({
            type: key(
              z._default(z.nullable(z.enum(["ClusterIP", "NodePort", "LoadBalancer"])), null),
              name === "presto_coordinator"
                ? "Type of the Service; null: ClusterIP."
                : "Type of the Service; null: ClusterIP where the Ingress leads to it, else NodePort.",
              { examples: ["LoadBalancer"] },
            ),
            load_balancer_class: nullish(
              () => leaves.ruled("qualifiedName"),
              "With LoadBalancer: who provides it; null: the cluster's own.",
            ),
            annotations: key(
              annotations(),
              "Annotations of the Service, such as those that a cloud's load balancer reads.",
              {
                examples: [{ "service.beta.kubernetes.io/aws-load-balancer-scheme": "internal" }],
              },
            ),
          }),
          {},
        ),
        `How the Service of ${name} is published.`,
      ),
    ),
    {},
  );

const ingress = () =>
  z.prefault(
    z.strictObject({
      class: nullish(
        () => leaves.ruled("dnsSubdomain"),
        "Name of the IngressClass; null: the cluster's default.",
      ),
      hosts: key(
        z.prefault(
          perName(BEHIND_INGRESS, (name) =>
            nullish(
              () => leaves.ruled("ingressHost"),
              `Host name under which ${name} is reached through the Ingress; null: not through it.`,
            ),
          ),
          {},
        ),
        "Host names that the Ingress serves; each service has one of its own, as their paths meet.",
        { examples: [{ webui: "clp.example.com", api_server: "clp-api.example.com" }] },
      ),
      tls_secret: nullish(
        () => leaves.ruled("dnsSubdomain"),
        "Name of the Secret with the certificate of these hosts and its key, which you or a controller make; null: plain HTTP.",
      ),
      annotations: key(
        annotations(),
        "Annotations of the Ingress, such as those that its controller reads.",
        {
          examples: [{ "cert-manager.io/cluster-issuer": "letsencrypt" }],
        },
      ),
    }),
    {},
  );

/** The keys of the section `kubernetes`. */
export const networkKeys = () => ({
  services: key(services(), "How Services are published, in the Kubernetes manifests."),
  ingress: key(ingress(), "An Ingress in place of NodePorts, in the Kubernetes manifests."),
  network_policies: key(
    z._default(leaves.flag(), false),
    "Whether the Kubernetes manifests have NetworkPolicies: the release's pods reach each other where they must, and nothing else.",
  ),
});

/** The keys of the section `kubernetes` that mark its objects. */
export const markKeys = () => ({
  labels: key(
    labels("ownLabel"),
    "Labels of one's own for every object of the Kubernetes manifests, but not for pods: a change restarts nothing.",
    {
      examples: [{ team: "search" }],
    },
  ),
  annotations: key(
    annotations(),
    "Annotations of one's own for every object of the Kubernetes manifests, but not for pods: a change restarts nothing.",
    {
      examples: [{ "example.com/owner": "Search, on call: 1234" }],
    },
  ),
  pod_labels: key(
    labels("ownPodLabel"),
    "Labels of one's own for the pods of the Kubernetes manifests: a change restarts them.",
    {
      examples: [{ "cost-center": "4711" }],
    },
  ),
  pod_annotations: key(
    annotations(),
    "Annotations of one's own for the pods of the Kubernetes manifests: a change restarts them.",
    {
      examples: [{ "linkerd.io/inject": "enabled" }],
    },
  ),
});

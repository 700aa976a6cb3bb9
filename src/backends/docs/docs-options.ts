/** What the page is told beyond the model: names that the site file gives, and how to draw the diagram. */
import type { GitopsTool } from "../../base/gitops-tools.ts";
import type { Origin, Sourced } from "../../base/origin.ts";
import type { External, Service, Volume } from "../../model/model.ts";
import type { ServiceType } from "../../model/service-type.ts";
import type { Line } from "../../model/text.ts";
import type { ComponentId } from "../../model/value.ts";
import type { ClusterOptions, SecretsFrom } from "../cluster/cluster-options.ts";

interface SecretNames {
  /** Of the section `database` of the credentials, as those of other sections. */
  readonly database: Sourced<string>;
  readonly urls: Sourced<string>;
  readonly config: Sourced<string>;
  /** With a file that one component alone reads. */
  readonly ofReader: (reader: ComponentId) => Sourced<string>;
}

/** How a service is reached in a cluster. */
export interface ClusterService {
  readonly service: Service;
  /** The name of its object. */
  readonly name: Sourced<string>;
  readonly type: Sourced<ServiceType>;
  /** True where the site file says the type. */
  readonly isTypeWritten: boolean;
  /** Undefined: it has none, or the cluster chooses it. */
  readonly nodePort: Sourced<number> | undefined;
  /** Under which the Ingress leads to it. */
  readonly host: Sourced<string> | undefined;
}

/** What the policies of a cluster let through. */
export interface PolicyWay {
  readonly to: { readonly kind: "component" | "outside"; readonly name: string };
  /** One, or a range: `14009-14016`. */
  readonly port: string;
  /** Names of components; null: whoever comes in from outside. */
  readonly from: readonly (string | null)[];
  readonly origins: readonly Origin[];
}

export interface DocsOptions {
  /** Where in the output Docker Compose has its files, which another backend writes. */
  readonly composeFolder: string;
  /** The deployment's diagram as Mermaid; another backend draws it. */
  readonly diagram: () => readonly Line[];
  /** CLP's Helm chart, which another backend writes values for. */
  readonly chart: { readonly name: string; readonly version: string };
  /** What a cluster must have before the start, which the Kubernetes backend knows. */
  readonly clusterNeeds: () => {
    readonly label: Sourced<string> | undefined;
    readonly directories: readonly Volume[];
    readonly secrets: readonly { readonly name: Sourced<string>; readonly of: Volume }[];
    readonly pullSecrets: readonly Sourced<string>[];
  };
  /** What waits for external servers under Docker Compose, which the Compose backend knows. */
  readonly waits: () => readonly {
    readonly name: string;
    readonly external: External;
    readonly seconds: number;
  }[];
  /** What the Secrets of a cluster hold, and who makes them. */
  readonly clusterSecrets: () => {
    readonly from: Sourced<SecretsFrom>;
    readonly secrets: readonly {
      readonly name: Sourced<string>;
      readonly keys: readonly { readonly key: Sourced<string>; readonly content: string }[];
    }[];
    readonly entries: readonly { readonly key: string; readonly properties: readonly string[] }[];
  };
  /** The Secrets of a cluster, which the Kubernetes backend names. */
  readonly secretNames: SecretNames;
  readonly projectName: Sourced<string>;
  /** Where `docker compose` finds secrets. */
  readonly composeSecrets: Sourced<"file" | "environment">;
  readonly releaseName: Sourced<string>;
  readonly namespace: Sourced<string>;
  /** What applies the manifests from Git; null: a person does. */
  readonly gitops: Sourced<GitopsTool | null>;
  /** How each service is reached in a cluster, which the Kubernetes backend knows. */
  readonly clusterServices: () => readonly ClusterService[];
  /** What its policies let through; none where there are no policies. */
  readonly policyWays: () => readonly PolicyWay[];
  readonly ingress: {
    readonly name: Sourced<string>;
    readonly className: Sourced<string | null>;
    readonly tlsSecret: Sourced<string | null>;
  };
  /** The names of components that have a port of the nodes, in the order of the site file's keys. */
  readonly nodePortOrder: readonly string[];
}

/**
 * The options that a site file gives.
 *
 * @param known what other backends know
 */
export function docsOptions(
  projectName: Sourced<string>,
  cluster: ClusterOptions,
  known: Omit<DocsOptions, "projectName" | "releaseName" | "namespace" | "gitops" | "nodePortOrder">,
): DocsOptions {
  const { releaseName, namespace, gitops, nodePorts } = cluster;
  return {
    ...known,
    projectName,
    releaseName,
    namespace,
    gitops,
    nodePortOrder: Object.keys(nodePorts).map((key) => key.replaceAll("_", "-")),
  };
}

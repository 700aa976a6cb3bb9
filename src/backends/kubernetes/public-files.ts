/** The manifests that anybody may see. */
import { constant, derived } from "../../base/origin.ts";
import type { EmittedFile } from "../../model/emitted-file.ts";
import { releaseId } from "../../model/release-id.ts";
import { about, type Tree, tree } from "../../model/tree.ts";
import { documents, FOLDER, kustomization } from "./documents.ts";
import { externalSecrets } from "./external-secrets.ts";
import { type Installation, workloadsOf } from "./installation.ts";
import { metadata, releaseObject } from "./object-names.ts";
import { CONFIG, fileEntries } from "./objects/config-files.ts";
import { ingressObjects } from "./objects/ingress.ts";
import { networkPolicies } from "./objects/network-policies.ts";
import { serviceObjects } from "./objects/services.ts";
import { storageObjects } from "./objects/storage.ts";
import { workloadObject } from "./pod/workloads.ts";

export function publicFiles(installation: Installation): readonly EmittedFile<"public">[] {
  const file = (name: string, trees: readonly Tree[]) =>
    trees.length === 0 ? [] : [documents(`${FOLDER}/${name}.yaml`, "public", trees)];
  const files = [
    ...file("configmap", configMap(installation)),
    ...file("external-secrets", externalSecrets(installation)),
    ...file("ingress", ingressObjects(installation)),
    ...file("network-policies", networkPolicies(installation)),
    ...file("volumes", storageObjects(installation)),
    ...workloadsOf(installation).flatMap((workload) =>
      file(
        workload.name,
        [
          ...(workload.kind === "service" ? serviceObjects(installation, workload) : []),
          workloadObject(installation, workload),
        ].map((object) => about(workload.id, object)),
      ),
    ),
  ];
  return [...files, kustomization(FOLDER, "public", files)];
}

function configMap(installation: Installation): readonly Tree[] {
  const { model, options } = installation;
  const files = model.files.filter(({ secret }) => !secret);
  if (files.length === 0) return [];
  const data = files.flatMap((file) =>
    fileEntries(installation, file).map(([key, content]): readonly [string, Tree] => [
      key,
      { kind: "block", content, origin: file.origin },
    ]),
  );
  const origin = constant("the files that containers read");
  return [
    tree(
      {
        apiVersion: "v1",
        kind: "ConfigMap",
        metadata: metadata(options, releaseId(model), CONFIG, releaseObject(options, CONFIG)),
        data: Object.fromEntries(data),
      },
      derived("the files that containers read", options.releaseName.origin, origin),
    ),
  ];
}

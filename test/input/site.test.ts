import { expect, test } from "vitest";
import { marks } from "../frames.ts";
import { check, fixed, readAll } from "./check.ts";

test("everything has a default", () => {
  const { site } = check({ site: "" });
  expect(site).toEqual(check({}).site);
  expect(site.kubernetes.node_ports.api_server).toBe(30301);
  expect(site.kubernetes.scheduling).toEqual({ compression_worker: null, query_worker: null, reducer: null });
});

test.each([
  ['clp_version: "0.9.0"'],
  [
    "host: {clp_home: /opt/clp, home: /home/clp, uid: 0, cpus: 16, addresses: {db.example.com: 10.0.0.5, db_1: 10.0.0.6}}",
  ],
  ['compose: {restart_policy: "no"}'],
  ["compose: {restart_policy: on-failure:12, project_name: clp_2}"],
  [
    "kubernetes: {release_name: clp-2, namespace: logs, storage_class: standard.rwo, secret_revision: 2026-01-b}",
  ],
  ["kubernetes: {gitops: argocd}"],
  [
    "kubernetes: {resources: {webui: {requests: {cpu: 0.5, memory: 1Gi}, limits: {cpu: 2, nvidia.com/gpu: 1}}, reducer: {}}}",
  ],
  [
    "kubernetes: {scheduling: {reducer: {nodeSelector: {kubernetes.io/os: linux}, tolerations: [{operator: Exists}]}}}",
  ],
  [
    "kubernetes: {scheduling: {query_worker: {topologySpreadConstraints: [{maxSkew: 1, topologyKey: kubernetes.io/hostname, whenUnsatisfiable: ScheduleAnyway}], affinity: {podAntiAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{weight: 1, podAffinityTerm: {topologyKey: zone, labelSelector: {matchLabels: {a: b}}}}]}}}}}",
  ],
])("%s", (site) => {
  check({ site });
});

test.each(
  marks(`
    clp_version: 0.8.0
                 ^^^^^ CLP2022

    clp_version: 0.9
                 ^^^ CLP2022

    host: {clp_home: ~/clp}
                     ^^^^^ CLP2021

    host: {uid: -1}
                ^^ CLP2004

    host: {cpus: 0}
                 ^ CLP2004

    host: {addresses: {db: localhost}}
                           ^^^^^^^^^ CLP2015

    host: {addresses: {'a b': 10.0.0.1}}
                       ^^^^^ CLP2016

    compose: {restart_policy: sometimes}
                              ^^^^^^^^^ CLP2017

    compose: {restart_policy: on-failure:0}
                              ^^^^^^^^^^^^ CLP2017

    compose: {restart_policy: on-failure:9999999999}
                              ^^^^^^^^^^^^^^^^^^^^^ CLP2017

    compose: {restart_policy: no}
                              ^^ CLP2006

    compose: {project_name: CLP}
                            ^^^ CLP2023

    kubernetes: {resources: {webui: {limits: {memory: 4GB}}}}
                                                      ^^^ CLP2018

    kubernetes: {resources: {webui: {limits: {memory: -1}}}}
                                                      ^^ CLP2018

    kubernetes: {resources: {web_ui: {}}}
                             ^^^^^^ CLP2001

    kubernetes: {release_name: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa}
                               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ CLP2019

    kubernetes: {namespace: a.b}
                            ^^^ CLP2019

    kubernetes: {storage_class: A}
                                ^ CLP2019

    kubernetes: {node_ports: {webui: 29999}}
                                     ^^^^^ CLP2020

    kubernetes: {gitops: argo-cd}
                         ^^^^^^^ CLP2005

    kubernetes: {secret_revision: a b}
                                  ^^^ CLP2025

    kubernetes: {scheduling: {reducer: {nodeSelector: {a b: c}}}}
                                                       ^^^ CLP2026

    kubernetes: {scheduling: {reducer: {tolerations: [{effect: noschedule}]}}}
                                                               ^^^^^^^^^^ CLP2005

    kubernetes: {scheduling: {reducer: {topologySpreadConstraints: [{maxSkew: 1}]}}}
                                                                    ^ CLP2003
  `),
)("%s", (_, site) => {
  check({ site });
});

test("`no` is quoted", () => {
  expect(fixed({ site: "compose: {restart_policy: no}" }, "site")).toBe(
    'compose: {restart_policy: "no"}\nclp_version: "0.9.0"\n',
  );
});

test.each([
  ["compose: {restart_policy: on_failure:5}", 'Did you mean "on-failure:5"?'],
  ["compose: {restart_policy: unless_stopped}", 'Did you mean "unless-stopped"?'],
  ["compose: {project_name: My CLP}", "Write my-clp"],
  ["kubernetes: {namespace: Log_Store}", "Write log-store"],
  ["kubernetes: {resources: {webui: {limits: {memory: 4GB}}}}", "Write 4Gi or 4G"],
  ["kubernetes: {resources: {webui: {limits: {memory: 512 MiB}}}}", "Write 512Mi"],
])("%s: %s", (site, help) => {
  const { findings } = readAll({ site });
  expect(findings.map((finding) => finding.help)).toEqual([help]);
});

test.each(
  marks(`
    kubernetes: {annotations: {a: "b\\u202ec"}}
                                  ^^^^^^^^^^ CLP2029

    kubernetes: {pod_annotations: {a: "b\\u200bc"}}
                                      ^^^^^^^^^^ CLP2029

    presto: {timestamp_keys: {default: "b\\u2066c"}}
                                       ^^^^^^^^^^ CLP2029

    presto: {timestamp_keys: {datasets: {a: "b\\ud800c"}}}
                                              ^^^^^^ CLP1018
  `),
)("%s: what nobody sees", (_, site) => {
  check({ site });
});

test.each(["/", "a/", "../"])("a path of %j again and again is too long, and no defect", (step) => {
  const found = readAll({ config: `logs_directory: "${step.repeat(900_000 / step.length)}"\n` }).findings;
  expect(found.map(({ code }) => code)).toContain("CLP2030");
});

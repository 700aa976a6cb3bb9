import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { constant, sourced } from "../../src/base/origin.ts";
import { DEFAULT_RELEASE } from "../../src/clp/releases/releases.ts";
import { cycles, danglingNames, type Graph, startOrder } from "../../src/model/graph.ts";
import type {
  Component,
  DeploymentModel,
  GeneratedFileId,
  Service,
  Setting,
  VolumeId,
} from "../../src/model/model.ts";
import { MODEL_VERSION } from "../../src/model/model.ts";
import { template } from "../../src/model/tree.ts";
import { type ComponentId, type SecretId, textValue, value } from "../../src/model/value.ts";

const WHY = constant("a test");

function service(id: string, needs: readonly string[], more: Partial<Service> = {}): Service {
  return {
    kind: "service",
    id: id as ComponentId,
    name: id,
    title: id,
    description: id,
    group: "workers",
    origin: WHY,
    owner: "first-party",
    hostname: id,
    image: textValue("image", WHY),
    environment: [],
    mounts: [],
    needs: needs.map((on) => ({ on: on as ComponentId, until: "healthy", origin: WHY })),
    asks: [],
    fixedNames: [],
    restart: textValue("no", WHY),
    stopGraceSeconds: 10,
    ports: [],
    health: "none",
    ...more,
  };
}

/** `graph("a: b c", "b:")`: a needs b and c. */
function graph(...lines: readonly string[]): Graph {
  return {
    components: lines.map((line) => {
      const [id = "", needs = ""] = line.split(":");
      return service(id, needs.split(" ").filter(Boolean));
    }),
  };
}

const IMAGE = { reference: sourced("image", WHY), repository: "image" };

function model(components: readonly Component[], more: Partial<DeploymentModel> = {}): DeploymentModel {
  const id = { uid: sourced(1000, WHY), gid: sourced(1000, WHY) };
  return {
    version: MODEL_VERSION,
    absent: [],
    release: sourced(DEFAULT_RELEASE, WHY),
    type: sourced("full", WHY),
    compression: sourced("celery", WHY),
    queries: sourced("native", WHY),
    components,
    volumes: [],
    files: [],
    image: IMAGE,
    images: {
      package: IMAGE,
      mariadb: IMAGE,
      mysql: IMAGE,
      queue: IMAGE,
      redis: IMAGE,
      resultsCache: IMAGE,
      prestoCoordinator: IMAGE,
      prestoWorker: IMAGE,
    },
    directories: { data: sourced("/d", WHY), logs: sourced("/l", WHY), tmp: sourced("/t", WHY) },
    prepared: [],
    hostNames: [],
    settings: [],
    secrets: [],
    users: { "first-party": id, "third-party": id },
    ...more,
  };
}

const names = (components: readonly Component[]) => components.map(({ id }) => id).join(" ");
const circles = (...lines: readonly string[]) => cycles(graph(...lines)).map((circle) => circle.join(" "));

describe("cycles", () => {
  test("a graph without circles has none", () => {
    expect(circles("a: b c", "b: c", "c:")).toEqual([]);
  });
  test("a component that waits for itself", () => {
    expect(circles("a: a")).toEqual(["a"]);
  });
  test("a circle begins with the first of the model and follows the needs", () => {
    expect(circles("x: b", "b: c", "c: a", "a: b")).toEqual(["b c a"]);
  });
  test("each knot once, by its shortest circle", () => {
    expect(circles("a: b", "b: c a", "c: a", "d: e", "e: d", "f: a d")).toEqual(["a b", "d e"]);
  });
  test("a name that leads nowhere makes no circle", () => {
    expect(circles("a: nowhere")).toEqual([]);
  });
});

describe("startOrder", () => {
  const order = (...lines: readonly string[]) => names(startOrder(graph(...lines)));

  test("each after what it needs, else as in the model", () => {
    expect(order("a: d", "b:", "c: b", "d: b")).toBe("b c d a");
  });
  test("what leads nowhere or in a circle stops nothing", () => {
    expect(order("a: nowhere", "b: c", "c: b", "d: b")).toBe("a b c d");
  });
  test("holds of any graph", () => {
    const anyGraph = fc
      .integer({ min: 1, max: 12 })
      .chain((size) =>
        fc
          .array(fc.tuple(fc.nat(size - 1), fc.nat(size - 1)), { maxLength: 30 })
          .map((pairs) => ({ size, pairs })),
      );
    fc.assert(
      fc.property(anyGraph, ({ size, pairs }) => {
        const lines = Array.from({ length: size }, (_, from) => {
          const needs = pairs.filter(([one]) => one === from).map(([, to]) => `n${to}`);
          return `n${from}: ${needs.join(" ")}`;
        });
        const made = graph(...lines);
        const order = startOrder(made);
        expect(new Set(order)).toEqual(new Set(made.components));
        const place = new Map(order.map(({ id }, index) => [id, index]));
        const late = order.some(
          (one) => one.kind === "service" && one.needs.some(({ on }) => place.get(on)! >= place.get(one.id)!),
        );
        expect(late).toBe(cycles(made).length > 0);
        for (const circle of cycles(made)) {
          for (const [index, id] of circle.entries()) {
            const one = made.components.find((component) => component.id === id) as Service;
            expect(one.needs.map(({ on }) => on)).toContain(circle[(index + 1) % circle.length]);
          }
        }
      }),
    );
  });
});

describe("danglingNames", () => {
  const secret = (id: string) => ({ kind: "secret", id: id as SecretId, encoding: "raw" }) as const;
  const setting = (variable: string) => ({ kind: "setting", variable }) as const;
  const settingOf = <T extends string | number>(variable: string, value: T): Setting<T> => ({
    variable,
    value: sourced(value, WHY),
    overridable: true,
  });
  const dangling = (made: DeploymentModel) =>
    danglingNames(made).map((one) => `${one.in}: ${one.kind} ${one.name}`);

  test("says who uses which unknown name", () => {
    const one = service("a", ["gone"], {
      command: [value`--url ${{ kind: "address", of: "lost" as ComponentId, field: "host" }}`],
      environment: [{ name: "X", value: value`${secret("s")}${setting("S")}${secret("s")}` }],
      mounts: [
        { kind: "volume", volume: "v" as VolumeId, at: sourced("/v", WHY), readOnly: true, origin: WHY },
        { kind: "file", file: "f" as GeneratedFileId, at: sourced("/f", WHY), readOnly: true, origin: WHY },
      ],
      ports: [
        { name: "http", inside: 80, published: { host: settingOf("H", "::"), port: settingOf("P", 1) } },
      ],
      concurrency: settingOf("C", 1),
      fixedNames: [{ name: "db", of: "db" as ComponentId, port: 1, origin: WHY }],
    });
    const file = {
      id: "g" as GeneratedFileId,
      path: "g",
      content: { format: "yaml", template: template({ a: [value`${secret("t")}`] }, WHY) },
      secret: true,
      origin: WHY,
    } as const;
    expect(dangling(model([one], { files: [file] }))).toEqual([
      "a: component gone",
      "a: component db",
      "a: volume v",
      "a: file f",
      "a: component lost",
      "a: secret s",
      "a: setting S",
      "a: setting H",
      "a: setting P",
      "a: setting C",
      "g: secret t",
    ]);
  });
  test("a sound model has none", () => {
    const one = service("a", ["b"], { environment: [{ name: "X", value: value`${setting("S")}` }] });
    expect(dangling(model([one, service("b", [])], { settings: [settingOf("S", "1")] }))).toEqual([]);
  });
});

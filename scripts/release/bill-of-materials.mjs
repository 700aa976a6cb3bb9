// What is in the artefacts: a bill of materials in CycloneDX, by npm, of the packages that are bundled and of the
// runtime of the executables. Development's packages are in nothing that is released.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { runProgram } from "./run-program.mjs";

/**
 * @returns {string} JSON, the same for every checkout of a commit
 * @throws {ProgramFailure} with what npm said
 */
export function billOfMaterials(root) {
  const bom = JSON.parse(
    runProgram("npm", ["sbom", "--sbom-format=cyclonedx", "--package-lock-only"], { cwd: root }),
  );
  const bundled = JSON.parse(readFileSync(join(root, "dist/bundled.json"), "utf8"));
  const { version, targets } = JSON.parse(
    readFileSync(join(root, "scripts/executables/runtimes.json"), "utf8"),
  );
  const components = bom.components.filter((one) => bundled[fullName(one)] === one.version);
  const missing = Object.keys(bundled).filter((name) => !components.some((one) => fullName(one) === name));
  if (missing.length > 0) throw new Error(`npm's bill of materials lacks ${missing.join(", ")}`);
  const runtimes = Object.values(targets).map(({ package: name, integrity }) => ({
    "bom-ref": `${name}@${version}`,
    type: "platform",
    name,
    version,
    scope: "required",
    description: "The runtime in an executable",
    purl: `pkg:npm/${name.replace("@", "%40")}@${version}`,
    hashes: [
      { alg: "SHA-512", content: Buffer.from(integrity.replace("sha512-", ""), "base64").toString("hex") },
    ],
    licenses: [{ license: { id: "MIT" } }],
  }));
  const all = [...components, ...runtimes];
  const kept = new Set(all.map((one) => one["bom-ref"]));
  const own = bom.metadata.component;
  // Neither the time nor the folder of a run, nor a number by chance.
  const { serialNumber: _, metadata, dependencies: __, ...rest } = bom;
  const { timestamp: ___, ...facts } = metadata;
  return `${JSON.stringify(
    {
      ...rest,
      metadata: { ...facts, component: { ...own, type: "application", name: "clp-compile", properties: [] } },
      components: all,
      dependencies: [
        { ref: own["bom-ref"], dependsOn: [...kept] },
        ...bom.dependencies
          .filter(({ ref }) => kept.has(ref))
          .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((one) => kept.has(one)) })),
      ],
    },
    null,
    2,
  )}\n`;
}

function fullName({ group, name }) {
  return group ? `${group}/${name}` : name;
}

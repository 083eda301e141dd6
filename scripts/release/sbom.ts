import { readFileSync } from "node:fs";
import { inRoot } from "../paths.mjs";
import { compiledCrates } from "./crates.ts";

interface Manifest {
  name: string;
  version: string;
  description: string;
  license: string;
  repository: { url: string };
}

/**
 * Returns the software bill of materials of the package: itself, and the crates of its WebAssembly modules. It has no
 * timestamp and no random number, so that equal sources have an equal one.
 * Source: CycloneDX 1.5, https://cyclonedx.org/docs/1.5/json
 */
export async function billOfMaterials(): Promise<object> {
  const manifest = JSON.parse(readFileSync(inRoot("package.json"), "utf8")) as Manifest;
  const { name, version, description, license, repository } = manifest;
  const crates = await compiledCrates();
  const self = `pkg:npm/${name}@${version}`;
  const components = crates.map((crate) => ({
    type: "library",
    "bom-ref": `pkg:cargo/${crate.name}@${crate.version}`,
    name: crate.name,
    version: crate.version,
    scope: "required",
    licenses: [{ expression: crate.licence.replace("/", " OR ") }],
    purl: `pkg:cargo/${crate.name}@${crate.version}`,
  }));
  return {
    $schema: "http://cyclonedx.org/schema/bom-1.5.schema.json",
    bomFormat: "CycloneDX",
    specVersion: "1.5",
    version: 1,
    metadata: {
      component: {
        type: "library",
        "bom-ref": self,
        name,
        version,
        description,
        licenses: [{ expression: license }],
        purl: self,
        externalReferences: [{ type: "vcs", url: repository.url }],
      },
    },
    components,
    dependencies: [{ ref: self, dependsOn: components.map(({ purl }) => purl) }],
  };
}

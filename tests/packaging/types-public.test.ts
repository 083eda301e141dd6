import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { before, describe, test } from "node:test";
import { inRoot } from "../../scripts/paths.mjs";
import { PublicTypes } from "./public-types.ts";

const folder = inRoot("dist", "types");
/** By entry. */
const entries = new Map<string, PublicTypes>();
before(() => {
  for (const file of readdirSync(folder).filter((name) => name.endsWith(".d.ts"))) {
    entries.set(file, new PublicTypes(readFileSync(`${folder}/${file}`, "utf8")));
  }
});

/** Returns the paths of the items for which `isWrong` is true, with their files. */
function findItems(isWrong: (item: ReturnType<PublicTypes["items"]>[number]) => boolean): string[] {
  return [...entries].flatMap(([file, types]) =>
    types
      .items()
      .filter(isWrong)
      .map(({ path }) => `${file}: ${path}`),
  );
}

describe("the types of the package", () => {
  test("are one file for each entry, and the attributes of the elements", () => {
    const { exports } = JSON.parse(readFileSync(inRoot("package.json"), "utf8"));
    const named = JSON.stringify(exports).match(/(?<=\.\/dist\/types\/)[^"]+/g) ?? [];
    assert.deepEqual(
      readdirSync(folder, { recursive: true, encoding: "utf8" })
        .filter((name) => name.endsWith(".d.ts"))
        .map((name) => name.replaceAll("\\", "/"))
        .sort(),
      [...new Set([...named, "element/markup.d.ts"])].sort(),
    );
  });

  test("describe every exported item, option, property and method", () => {
    assert.deepEqual(
      findItems(({ path, description }) => description === "" && !path.endsWith(".constructor")),
      [],
    );
  });

  test("state the default of every option that can be left out", () => {
    const isOption = (path: string) =>
      /^\w*(?:Options|Limits|Location|Config|PresignRequest|PostRequest)\./.test(path);
    assert.deepEqual(
      findItems((item) => item.isOptional && isOption(item.path) && !item.default),
      [],
    );
  });

  test("export every name that an exported item uses", () => {
    const hidden = [...entries].flatMap(([file, types]) =>
      types.hiddenNames().map((name) => `${file}: ${name}`),
    );
    assert.deepEqual(hidden, []);
  });
});

import assert from "node:assert/strict";
import { cpSync, mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { after, before, describe, test } from "node:test";
import * as elements from "../../js/element/index.ts";
import type { Declaration } from "../../scripts/build/element-manifest.ts";
import { inRoot } from "../../scripts/paths.mjs";
import { tryRun } from "../../scripts/shell.ts";
import { type Consumer, installPackage } from "./consumer.ts";

let consumer: Consumer;
let declarations: Declaration[];
before(async () => {
  consumer = await installPackage();
  for (const name of ["react", "@types/react", "csstype", "vue", "@vue"]) {
    const link = join(consumer.folder, "node_modules", name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(inRoot("node_modules", name), link);
  }
  const standIns = inRoot("tests", "packaging", "frameworks");
  cpSync(standIns, join(consumer.folder, "node_modules"), { recursive: true });
  const manifest = JSON.parse(readFileSync(installed("dist/custom-elements.json"), "utf8"));
  declarations = manifest.modules[0].declarations;
});
after(() => consumer.remove());

/** Returns the path of a file of the installed package. */
function installed(path: string): string {
  return join(consumer.folder, "node_modules", "s3-signpost", path);
}

/** Type-checks a program with the installed package, and returns what the compiler prints. */
async function compilerOutput(name: string, source: string, options = {}): Promise<string> {
  const file = consumer.write(name, source);
  const compilerOptions = {
    target: "ES2022",
    module: "ESNext",
    moduleResolution: "Bundler",
    lib: ["ES2022", "DOM", "DOM.Iterable"],
    strict: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: false,
    noEmit: true,
    types: [],
    ...options,
  };
  const project = consumer.write(
    "tsconfig.json",
    JSON.stringify({ compilerOptions, files: [file] }),
  );
  const compiler = inRoot("node_modules", "typescript", "bin", "tsc");
  const { output } = await tryRun(process.execPath, [compiler, "--project", project], {
    cwd: consumer.folder,
  });
  return output;
}

describe("custom-elements.json", () => {
  test("package.json names the manifest and the web types", () => {
    const { customElements, "web-types": webTypes } = JSON.parse(
      readFileSync(installed("package.json"), "utf8"),
    );
    assert.ok(readFileSync(installed(customElements)).length > 0);
    const { contributions } = JSON.parse(readFileSync(installed(webTypes), "utf8"));
    assert.deepEqual(
      contributions.html.elements.map(({ name }: { name: string }) => name),
      declarations.map(({ tagName }) => tagName),
    );
  });

  test("the manifest describes every attribute that an element observes", () => {
    const { S3ClientElement, S3DropElement, S3ImgElement, S3LinkElement, S3VideoElement } =
      elements;
    const classes = [S3ClientElement, S3DropElement, S3LinkElement, S3ImgElement, S3VideoElement];
    assert.deepEqual(
      declarations.map(({ name, attributes }) => [name, attributes.map(({ name }) => name)]),
      classes.map(({ name, observedAttributes }) => [name, observedAttributes]),
    );
  });

  test("the manifest lists the members of the types, and no others", async () => {
    const checks = declarations.map(({ name, members }) => {
      const names = members.map((member) => `"${member.name}"`).join(" | ");
      return `export const ${name}Members: Same<Exclude<keyof elements.${name}, Inherited>, Exclude<${names}, Inherited>> = true;`;
    });
    const source = `import type * as elements from "s3-signpost/element";
      type Inherited = keyof HTMLElement;
      type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : never) : never;
      ${checks.join("\n")}`;
    assert.equal(await compilerOutput("members.ts", source), "");
  });

  test("every attribute, property, method, event, slot, part, state and custom property has a description", () => {
    for (const { name, attributes, members, events, slots, ...css } of declarations) {
      const { cssParts = [], cssProperties = [], cssStates = [] } = css;
      const all = [attributes, members, events, slots, cssParts, cssProperties, cssStates].flat();
      const missing = all.filter(({ description }) => !description);
      assert.deepEqual(missing, [], name);
    }
  });
});

test("plain TypeScript knows the elements and their events", async () => {
  const source = `import { defineElements } from "s3-signpost/element";
    defineElements({});
    const drop = document.createElement("s3-drop");
    drop.maxSize = "20MB";
    drop.addEventListener("s3-done", ({ detail }) => {
      const location: string | undefined = detail.item.result?.location;
      // @ts-expect-error
      const wrong: number = detail.item.key;
    });
    document.addEventListener("s3-error", ({ detail }) => console.log(detail.error.message));
    // @ts-expect-error
    drop.valueType = "xml";`;
  assert.equal(await compilerOutput("plain.ts", source), "");
});

test("React's JSX takes attributes, properties, listeners and a ref, and rejects wrong values", async () => {
  const source = `import { useRef } from "react";
    import type {} from "s3-signpost/element/react";
    import type { S3DropElement } from "s3-signpost/element";
    export function Form() {
      const drop = useRef<S3DropElement>(null);
      return (
        <s3-client identity-pool="eu-west-1:1" bucket="b" className="form">
          <s3-drop ref={drop} name="docs" prefix="uploads/" max-size="20MB" max-files={5} resumable no-drop={false}
            validate={(file) => (file.size === 0 ? "Empty." : undefined)}
            ons3-done={(event) => console.log(event.detail.item.key, drop.current?.value)}>
            <input type="file" multiple />
          </s3-drop>
          <s3-link object-key="a.pdf" download-as="A.pdf" key="1">A</s3-link>
          <s3-img object-key="cat.jpg" alt="A cat" width={640} loading="lazy" />
          <s3-video object-key="cat.mp4" controls ons3-error={({ detail }) => console.log(detail.error)} />
        </s3-client>
      );
    }
    // @ts-expect-error
    export const a = <s3-drop value-type="xml" />;
    // @ts-expect-error
    export const b = <s3-drop resumable="yes" />;
    // @ts-expect-error
    export const c = <s3-drop ons3-done={(event: string) => event} />;
    // @ts-expect-error
    export const d = <s3-img object-key={1} />;`;
  assert.equal(await compilerOutput("form.tsx", source, { jsx: "react-jsx" }), "");
});

test("Vue's GlobalComponents has the props and events of the elements", async () => {
  const source = `import type { GlobalComponents } from "vue";
    import type {} from "s3-signpost/element/vue";
    type Drop = InstanceType<GlobalComponents["s3-drop"]>;
    export const props: Drop["$props"] = { prefix: "a/", "max-size": "20MB", maxFiles: 5, resumable: true, class: "x" };
    declare const drop: Drop;
    drop.$emit("s3-done", {} as CustomEvent<{ item: import("s3-signpost").QueueItem }>);
    export const image: InstanceType<GlobalComponents["s3-img"]>["$props"] = { "object-key": "a", alt: "A" };
    // @ts-expect-error
    export const wrong: Drop["$props"] = { "value-type": "xml" };
    // @ts-expect-error
    drop.$emit("s3-done", 1);`;
  assert.equal(await compilerOutput("vue.ts", source, { skipLibCheck: true }), "");
});

test("Svelte's elements have the attributes and listeners of the elements", async () => {
  const source = `import type { SvelteHTMLElements } from "svelte/elements";
    import type {} from "s3-signpost/element/svelte";
    export const drop: SvelteHTMLElements["s3-drop"] = {
      prefix: "a/", "max-size": "20MB", resumable: true, class: "x",
      "ons3-done": ({ detail }) => console.log(detail.item.key),
    };
    export const image: SvelteHTMLElements["s3-img"] = { key: "a", alt: "A" };
    // @ts-expect-error
    export const wrong: SvelteHTMLElements["s3-drop"] = { "value-type": "xml" };`;
  assert.equal(await compilerOutput("svelte.ts", source), "");
});

test("Solid's JSX has the attributes and listeners of the elements", async () => {
  const source = `import type { JSX } from "solid-js";
    import type {} from "s3-signpost/element/solid";
    export const drop: JSX.IntrinsicElements["s3-drop"] = {
      prefix: "a/", "max-size": "20MB", resumable: true, class: "x",
      "on:s3-done": ({ detail }) => console.log(detail.item.key),
    };
    export const image: JSX.IntrinsicElements["s3-img"] = { key: "a", alt: "A" };
    // @ts-expect-error
    export const wrong: JSX.IntrinsicElements["s3-drop"] = { "value-type": "xml" };`;
  assert.equal(await compilerOutput("solid.ts", source), "");
});

import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { packagesFolder, requirePackages } from "../../../scripts/machine/packages-apart.ts";
import { inRoot } from "../../../scripts/paths.mjs";
import { list, NAMES, type Statement } from "./policy.ts";

// biome-ignore lint/suspicious/noExplicitAny: blocks have values of any shape, which the tests compare.
export type Block = Record<string, any>;

/** The blocks of docs/infrastructure/terraform, by their kinds, types and names. */
export class Terraform {
  readonly #blocks: Block;

  private constructor(blocks: Block) {
    this.#blocks = blocks;
  }

  /** Parses all files with HashiCorp's parser. It throws for a file that is not HCL. */
  static async parse(): Promise<Terraform> {
    await requirePackages("hcl", "tests/docs/hcl");
    const require = createRequire(join(packagesFolder("hcl"), "package.json"));
    const { parse } = require("@cdktf/hcl2json");
    const folder = inRoot("docs", "infrastructure", "terraform");
    const blocks: Block = {};
    for (const file of readdirSync(folder).filter((name) => name.endsWith(".tf"))) {
      const parsed: Block = await parse(file, readFileSync(join(folder, file), "utf8"));
      for (const [kind, types] of Object.entries(parsed)) {
        for (const [type, named] of Object.entries(types as Block)) {
          blocks[kind] ??= {};
          blocks[kind][type] = { ...blocks[kind][type], ...(named as Block) };
        }
      }
    }
    return new Terraform(blocks);
  }

  get outputs(): string[] {
    return Object.keys(this.#blocks["output"]);
  }

  /** Returns the references of all expressions, such as `aws_s3_bucket.files`. */
  get references(): string[] {
    const expressions = JSON.stringify(this.#blocks).match(/\b(?:data\.)?aws_\w+\.[a-z]\w*/g) ?? [];
    return [...new Set(expressions)];
  }

  has(reference: string): boolean {
    const path = reference.startsWith("data.") ? reference : `resource.${reference}`;
    const [kind = "", type = "", name = ""] = path.split(".");
    return this.#blocks[kind]?.[type]?.[name] !== undefined;
  }

  /** Returns the only resource of a type and a name. */
  resource(type: string, name: string): Block {
    return this.#blocks["resource"][type][name][0];
  }

  /** Returns the statements of an `aws_iam_policy_document`. */
  statements(name: string): Statement[] {
    const [{ statement }] = this.#blocks["data"]["aws_iam_policy_document"][name];
    return statement.map(({ sid, effect, actions, resources, principals, condition }: Block) => ({
      ...(sid && { Sid: sid }),
      Effect: effect,
      ...(principals && { Principal: principalOf(principals[0]) }),
      Action: actions,
      ...(resources && { Resource: resources.map(textOf) }),
      ...(condition && {
        Condition: Object.fromEntries(
          condition.map(({ test, variable, values }: Block) => [
            test,
            { [variable]: list(values).map(textOf) },
          ]),
        ),
      }),
    }));
  }
}

/** The principal `"*"` is a text in JSON; others are objects. */
function principalOf({ type, identifiers }: Block): unknown {
  return type === "*" ? "*" : { [type]: identifiers.length === 1 ? identifiers[0] : identifiers };
}

function textOf(expression: string): string {
  const text = expression
    .replaceAll("${aws_s3_bucket.files.arn}", NAMES.bucket)
    .replaceAll("${aws_cognito_identity_pool.pages.id}", NAMES.identityPool);
  if (/(?<!\$)\$\{/.test(text)) throw new Error(`No name for ${text}.`);
  return text.replaceAll("$${", "${");
}

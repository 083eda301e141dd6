import { dirname, join } from "node:path";
import { Problem } from "./errors.ts";
import { pythonOf, requirePython } from "./machine/python.ts";
import { inRoot } from "./paths.mjs";
import { run } from "./shell.ts";
import { step } from "./step.ts";
import { nodeSuite } from "./test/run-suite.ts";

const TESTS = ["infrastructure.test.ts", "infrastructure/deploy.ts"];

/**
 * Lints the CloudFormation template, compares it with the Terraform files, and deploys it to an emulator of AWS, where the
 * package uses it. The suite `docs` has the comparison too; the rest needs packages from PyPI.
 *
 * @throws {Problem} if cfn-lint reports an error or a warning, or if a test fails
 */
export async function checkInfrastructure(): Promise<void> {
  await requirePython("infrastructure");
  const template = inRoot("docs", "infrastructure", "cloudformation.yaml");
  const linter = join(dirname(pythonOf("infrastructure")), "cfn-lint");
  await step("cfn-lint", (say) => run(linter, ["--template", template], { onLine: say }));
  const files = TESTS.map((file) => inRoot("tests", "docs", file));
  await step("Comparison and deployment", async (say) => {
    const { passed, failed, report = "" } = await nodeSuite(say, files, {});
    if (failed > 0) throw new Problem(report);
    return `${passed} passed`;
  });
}

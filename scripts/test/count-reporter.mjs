/**
 * Reporter of Node's test runner: writes the counts of tests in the format of `cargo test`. Suites do not count, nor
 * does the entry that the runner adds for a file without tests.
 *
 * @param {AsyncIterable<{ type: string, data: any }>} events
 */
export default async function* count(events) {
  let [passed, failed, skipped] = [0, 0, 0];
  for await (const { type, data } of events) {
    const isFile = data?.nesting === 0 && data.name === data.file;
    if (data?.details?.type === "suite" || (isFile && type === "test:pass")) continue;
    const isSkipped = data?.skip !== undefined || data?.todo !== undefined;
    if (type === "test:pass" && !isSkipped) passed += 1;
    if (type === "test:fail" && data.todo === undefined) failed += 1;
    if (type === "test:pass" && isSkipped) skipped += 1;
    if (type === "test:fail" && data.todo !== undefined) skipped += 1;
  }
  yield `\ntest result: ${passed} passed; ${failed} failed; ${skipped} ignored\n`;
}

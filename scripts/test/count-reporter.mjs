/**
 * A reporter for Node's test runner that writes how many tests passed, failed and were skipped, as
 * JSON. Suites are not tests; nor is the entry that the runner makes up for a file without any.
 *
 * @param {AsyncIterable<{ type: string, data: any }>} events
 */
export default async function* count(events) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for await (const { type, data } of events) {
    if (type === "test:pass" && isTest(data)) {
      const skipped = data.skip !== undefined || data.todo !== undefined;
      counts[skipped ? "skipped" : "passed"] += 1;
    } else if (type === "test:fail" && data.details?.type !== "suite") {
      counts[data.todo === undefined ? "failed" : "skipped"] += 1;
    }
  }
  yield JSON.stringify(counts);
}

/** @param {any} data */
function isTest(data) {
  const isFile = data.nesting === 0 && data.name === data.file;
  return data.details?.type !== "suite" && !isFile;
}

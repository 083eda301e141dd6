import { formatBytes } from "../format/bytes.ts";
import { countOf } from "../format/count.ts";
import { words } from "../words.ts";
import { describeTook } from "./figures.ts";
import type { Run } from "./upload-files.ts";

const { upload: uploadWords } = words.transfer;

/** Describes the end of all uploads. Empty if none was done or failed: cancelled uploads have words of their own. */
export function describeEnd({ startedAt, done, bytes }: Run, failed: number): string {
  if (done + failed === 0) return "";
  const took = describeTook((performance.now() - startedAt) / 1000);
  const sentences = [
    done > 0
      ? uploadWords.doneAll(countOf(done, "file"), formatBytes(bytes), took)
      : uploadWords.noneDone,
    failed > 0 && uploadWords.failed(countOf(failed, "file")),
  ];
  return sentences.filter(Boolean).join(" ");
}

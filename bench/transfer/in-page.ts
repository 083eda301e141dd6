/* The contenders in a page, for the benchmark to call. */
import type { Contender } from "./contender.ts";
import { amplify } from "./contenders/amplify.ts";
import { bare } from "./contenders/bare.ts";
import { awsSdk } from "./contenders/sdk.ts";
import { signpost, signpostUnchecked } from "./contenders/signpost.ts";
import { uppy } from "./contenders/uppy.ts";

/** The first is the reference for the ratios. */
const contenders: readonly Contender[] = [bare, signpost, signpostUnchecked, awsSdk, uppy, amplify];

/** Properties of a contender, for the report. */
export type ContenderInfo = Pick<Contender, "name" | "from" | "checks">;

/** Work whose time is measured. `file` is the input's first file, and `files` the others. */
interface Job {
  /** Returns undefined if the contender cannot do it. */
  work(
    contender: Contender,
    file: File,
    files: File[],
  ): (() => Promise<unknown>) | undefined | false;
}

/** Key of a small file. */
const keyOf = (index: number) => `bench/small-${index}.bin`;

const LARGE_KEY = "bench/large.bin";

/** Reads from a Blob, which may exist before the browser has its bytes. */
async function settle(blob: Blob): Promise<void> {
  await blob.slice(-1).arrayBuffer();
}

const jobs: Record<string, Job["work"]> = {
  "large up": ({ upload }, file) => upload && (() => upload(file, LARGE_KEY)),
  "large down": ({ download }) => download && (async () => settle(await download(LARGE_KEY))),
  "small up in turn": ({ upload }, _, files) =>
    upload &&
    (async () => {
      for (const [index, file] of files.entries()) await upload(file, keyOf(index));
    }),
  "small up at once": ({ upload, uploadAll }, _, files) =>
    uploadAll
      ? () => uploadAll(files, keyOf)
      : upload && (() => Promise.all(files.map((file, index) => upload(file, keyOf(index))))),
  "small down in turn": ({ download }, _, files) =>
    download &&
    (async () => {
      for (const index of files.keys()) await settle(await download(keyOf(index)));
    }),
};

export const transfers = {
  contenders: (): ContenderInfo[] =>
    contenders.map(({ name, from, checks }) => ({ name, from, checks })),
  /** Stores the objects that the downloads need. */
  async prepare(): Promise<void> {
    const [file, ...files] = document.querySelector("input")?.files ?? [];
    if (!file) throw new Error("The input has no files.");
    await signpost.upload?.(file, LARGE_KEY);
    for (const [index, small] of files.entries()) await signpost.upload?.(small, keyOf(index));
  },
  /** Returns the milliseconds of a job, or undefined if the contender cannot do it. */
  async time(job: string, name: string): Promise<number | undefined> {
    const [file, ...files] = document.querySelector("input")?.files ?? [];
    const contender = contenders.find((one) => one.name === name);
    const work = file && contender && jobs[job]?.(contender, file, files);
    if (!work) return undefined;
    const started = performance.now();
    await work();
    return performance.now() - started;
  },
};

/**
 * The `Upload` of antd without its list: @rc-component/upload, on which antd stands, with the `onChange` of antd.
 */

import RcUpload from "@rc-component/upload";
import { createElement } from "react";

export function Upload({ onChange, children, ...properties }: Record<string, unknown>) {
  const report = (status: string, file: File, more: object = {}) =>
    (onChange as (event: object) => void)({ file: { name: file.name, status, ...more } });
  return createElement(
    RcUpload,
    {
      ...properties,
      ref: (upload: unknown) => Object.assign(globalThis, { upload }),
      onStart: (file: File) => Object.assign(globalThis, { started: file }),
      onProgress: ({ percent }: { percent?: number }, file: File) =>
        Object.assign(globalThis, { percent: [file.name, percent] }),
      onSuccess: (response: object, file: File) => report("done", file, { response }),
      onError: (error: Error, response: unknown, file: File) => {
        Object.assign(globalThis, { failure: { error, response } });
        report("error", file);
      },
    } as object,
    children as never,
  );
}

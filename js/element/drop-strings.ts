import type { SignpostError } from "../errors.ts";

/**
 * All words of `<s3-drop>`. Set some of them with the property `strings`. Numbers, sizes and times are formatted by `Intl`
 * in the language of the element's `lang`, or of the closest element that has one.
 */
export interface DropStrings {
  /** Text of the button, for one file or for several. */
  choose: (isMultiple: boolean) => string;
  /** Text beside the button. */
  drop: (isMultiple: boolean) => string;
  /** State of the whole: `done` of `count` files are uploaded. */
  status: (count: number, done: number) => string;
  entered: string;
  left: string;
  /** Announced when files were added. */
  added: (count: number) => string;
  /** Announced when no upload is left. */
  ended: (done: number, failed: number) => string;
  removed: (name: string) => string;
  /** Names of the buttons. */
  start: string;
  pause: string;
  resume: string;
  retry: string;
  remove: string;
  /** Name of a file's button for assistive technologies, such as "Remove cat.jpg". */
  action: (action: string, name: string) => string;
  /** Bytes sent, formatted: "1 MB of 5 MB". */
  loaded: (loaded: string, total: string) => string;
  /** Time left, formatted: "3 minutes left". */
  timeLeft: (time: string) => string;
  waiting: string;
  offline: string;
  retrying: string;
  verifying: string;
  paused: string;
  done: string;
  /** Validation messages of the form. */
  required: string;
  uploading: string;
  unfinished: string;
  /** The reason why a file is not uploaded, and the fix. */
  message: (error: Error) => string;
  hint: (error: Error) => string;
}

const files = (count: number) => (count === 1 ? "1 file" : `${count} files`);

export const ENGLISH: DropStrings = {
  choose: (isMultiple) => (isMultiple ? "Choose files" : "Choose file"),
  drop: (isMultiple) => (isMultiple ? "or drop files" : "or drop file"),
  status: (count, done) => {
    if (count === 0) return "No file chosen";
    return done === count ? `${files(count)} uploaded` : `${done} of ${files(count)} uploaded`;
  },
  entered: "Entered drop zone",
  left: "Left drop zone",
  added: (count) => `${files(count)} added`,
  ended: (done, failed) =>
    `${files(done)} uploaded${failed ? `, ${files(failed)} not uploaded` : ""}`,
  removed: (name) => `${name} removed`,
  start: "Upload",
  pause: "Pause",
  resume: "Resume",
  retry: "Retry",
  remove: "Remove",
  action: (action, name) => `${action} ${name}`,
  loaded: (loaded, total) => `${loaded} of ${total}`,
  timeLeft: (time) => `${time} left`,
  waiting: "Waiting",
  offline: "Waiting for the network",
  retrying: "Waiting to try again",
  verifying: "Verifying",
  paused: "Paused",
  done: "Uploaded",
  required: "Choose a file.",
  uploading: "Wait until all files are uploaded.",
  unfinished: "Retry or remove the files that are not uploaded.",
  message: (error) => error.message,
  hint: (error) => (error as SignpostError).hint ?? "",
};

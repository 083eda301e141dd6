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
  /** Announced when files are dragged over the element. */
  entered: string;
  /** Announced when the dragged files leave the element. */
  left: string;
  /** Announced when files were added. */
  added: (count: number) => string;
  /** Announced when no upload is left. */
  ended: (done: number, failed: number) => string;
  /** Announced when a file was removed from the list. */
  removed: (name: string) => string;
  /** Name of the button that starts the uploads. */
  start: string;
  /** Name of the button that pauses an upload. */
  pause: string;
  /** Name of the button that resumes an upload. */
  resume: string;
  /** Name of the button that uploads a file again. */
  retry: string;
  /** Name of the button that removes a file. */
  remove: string;
  /** Name of a file's button for assistive technologies, such as "Remove cat.jpg". */
  action: (action: string, name: string) => string;
  /** Bytes sent, formatted: "1 MB of 5 MB". */
  loaded: (loaded: string, total: string) => string;
  /** Time left, formatted: "3 minutes left". */
  timeLeft: (time: string) => string;
  /** State of a file that waits for its upload. */
  waiting: string;
  /** State of an upload that waits for the network. */
  offline: string;
  /** State of an upload that waits for its next attempt. */
  retrying: string;
  /** State of an upload that S3 verifies. */
  verifying: string;
  /** State of a paused upload. */
  paused: string;
  /** State of a stored file. */
  done: string;
  /** Validation message if a file is required. */
  required: string;
  /** Validation message while files are uploaded. */
  uploading: string;
  /** Validation message if files are not uploaded. */
  unfinished: string;
  /** The reason why a file is not uploaded. */
  message: (error: Error) => string;
  /** The fix of this reason. */
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

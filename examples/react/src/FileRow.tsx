import type { LiveSigner, QueueItem, UploadQueue } from "s3-signpost";
import ObjectLink from "./ObjectLink.tsx";

interface Props {
  item: QueueItem;
  queue: UploadQueue;
  signer: LiveSigner;
}

const STATES: Record<QueueItem["state"], string> = {
  waiting: "Waiting",
  running: "Uploading",
  paused: "Paused",
  done: "Uploaded",
  failed: "Failed",
  rejected: "Rejected",
};

const megabytes = new Intl.NumberFormat("en", {
  style: "unit",
  unit: "megabyte",
  maximumFractionDigits: 1,
});

export default function FileRow({ item, queue, signer }: Props) {
  const { id, path, state, file, progress, error } = item;
  const isActive = state === "waiting" || state === "running" || state === "paused";

  return (
    <li>
      <div className="name">
        {state === "done" ? (
          <ObjectLink signer={signer} objectKey={item.key}>
            {path}
          </ObjectLink>
        ) : (
          path
        )}
      </div>
      <div className="state" role="status">
        {STATES[state]}, {megabytes.format(file.size / 1_000_000)}
      </div>
      {isActive && <progress aria-label={path} max={file.size || 1} value={progress.loaded} />}
      {error && (
        <p className="error">
          {error.message} {error.hint}
        </p>
      )}
      <div className="buttons">
        {state === "running" && (
          <button type="button" aria-label={`Pause ${path}`} onClick={() => queue.pause(id)}>
            Pause
          </button>
        )}
        {state === "paused" && (
          <button type="button" aria-label={`Resume ${path}`} onClick={() => queue.resume(id)}>
            Resume
          </button>
        )}
        {state === "failed" && (
          <button type="button" aria-label={`Retry ${path}`} onClick={() => queue.retry(id)}>
            Retry
          </button>
        )}
        <button type="button" aria-label={`Remove ${path}`} onClick={() => queue.remove(id)}>
          Remove
        </button>
      </div>
    </li>
  );
}

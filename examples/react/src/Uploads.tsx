import { type DragEvent, useState } from "react";
import { UploadQueue } from "s3-signpost";
import FileRow from "./FileRow.tsx";
import { type Connection, s3 } from "./storage.ts";
import { useUploadQueue } from "./useUploadQueue.ts";

export default function Uploads({ signer, folder }: Connection) {
  const queue = useUploadQueue(
    () =>
      new UploadQueue(s3, {
        key: (_, path) => `${folder}${path}`,
        maxSize: 100_000_000,
        upload: { resumable: true },
      }),
  );
  const [isDragging, setIsDragging] = useState(false);

  function onDragOver(event: DragEvent) {
    event.preventDefault();
    setIsDragging(true);
  }

  function onDrop(event: DragEvent) {
    event.preventDefault();
    setIsDragging(false);
    queue.add(event.dataTransfer);
  }

  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the input does the same by keyboard. */}
      <div
        className={isDragging ? "zone dragging" : "zone"}
        onDragOver={onDragOver}
        onDragLeave={() => setIsDragging(false)}
        onDrop={onDrop}
      >
        <label htmlFor="files">Files of at most 100 MB</label>
        <input
          id="files"
          type="file"
          multiple
          onChange={({ currentTarget }) => {
            if (currentTarget.files) queue.add(currentTarget.files);
            // The same file can be chosen again.
            currentTarget.value = "";
          }}
        />
        <p>Drop files or folders here, or choose files.</p>
      </div>
      <ul aria-label="Files">
        {queue.items.map((item) => (
          <FileRow key={item.id} item={item} queue={queue} signer={signer} />
        ))}
      </ul>
    </>
  );
}

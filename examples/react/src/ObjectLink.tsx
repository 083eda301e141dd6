import { type ReactNode, useState } from "react";
import type { LiveSigner } from "s3-signpost";

interface Props {
  signer: LiveSigner;
  /** Key of the object. `key` itself is a name that React keeps for lists. */
  objectKey: string;
  children: ReactNode;
}

/** A link to a private object. It is signed again before each use, since a presigned URL works for a limited time. */
export default function ObjectLink({ signer, objectKey, children }: Props) {
  const sign = () => signer.presign({ key: objectKey }).url;
  const [url, setUrl] = useState(sign);
  const renew = () => setUrl(sign());

  return (
    <a href={url} onPointerEnter={renew} onPointerDown={renew} onFocus={renew}>
      {children}
    </a>
  );
}

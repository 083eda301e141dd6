import { useEffect, useState } from "react";
import { type Connection, connect } from "./storage.ts";
import Uploads from "./Uploads.tsx";

export default function App() {
  const [connection, setConnection] = useState<Connection>();
  const [error, setError] = useState<Error>();
  useEffect(() => {
    connect().then(setConnection, setError);
  }, []);

  return (
    <main>
      <h1>Send files</h1>
      {error && (
        <p role="alert">
          {error.message} If you use the local stack, start it with <code>npm start</code> in the
          repository, and reload this page.
        </p>
      )}
      {connection && <Uploads {...connection} />}
    </main>
  );
}

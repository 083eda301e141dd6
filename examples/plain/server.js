/*
 * A server without dependencies: it serves the page, and receives the form. It has no credentials of the bucket, and
 * the files do not pass through it.
 */
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { text } from "node:stream/consumers";

const FILES = {
  "/style.css": "text/css",
  "/node_modules/s3-signpost/dist/index.js": "text/javascript",
  "/node_modules/s3-signpost/dist/element.js": "text/javascript",
};

/** Characters of a form that the server reads. */
const LONGEST_FORM = 100_000;

const server = createServer(async (request, response) => {
  const { pathname } = new URL(request.url, "http://localhost");
  if (Object.hasOwn(FILES, pathname)) {
    response.setHeader("content-type", FILES[pathname]);
    response.end(await readFile(new URL(`.${pathname}`, import.meta.url)));
  } else if (pathname !== "/") {
    response.writeHead(404).end("No such page");
  } else {
    const page = await readFile(new URL("index.html", import.meta.url), "utf8");
    response.setHeader("content-type", "text/html; charset=utf-8");
    if (request.method !== "POST") response.end(page);
    else if (Number(request.headers["content-length"] ?? Infinity) > LONGEST_FORM) {
      response.writeHead(413, { connection: "close" }).end("The form is too long.");
    } else {
      const fields = new URLSearchParams(await text(request));
      // A function, since "$&" in a field has no meaning here.
      response.end(page.replace(/<!-- server\.js .* -->/, () => received(fields)));
    }
  }
});

/**
 * Returns the HTML for the submitted fields. The server received keys, not files.
 *
 * A browser can submit any key. A real application stores only keys that begin with the identity id of its user, and
 * checks with a HEAD request that the object exists.
 */
function received(fields) {
  const rows = [...fields].map(([name, value]) => {
    const shown = escapeHtml(value);
    const field = name === "documents" ? `<s3-link key="${shown}">${shown}</s3-link>` : shown;
    return `<dt>${escapeHtml(name)}</dt><dd>${field}</dd>`;
  });
  return `<section aria-labelledby="received">
    <h2 id="received">The server received</h2>
    <dl>${rows.join("")}</dl>
    <p>The links are signed in this page.</p>
  </section>`;
}

function escapeHtml(value) {
  return value.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

server.listen(Number(process.env.PORT ?? 5173), "127.0.0.1", () => {
  console.log(`http://127.0.0.1:${server.address().port}/`);
});

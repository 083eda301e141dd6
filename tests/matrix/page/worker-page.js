// @ts-nocheck: it runs in a browser, beside the installed package.
/** Starts the kind of worker in the page's query, and prints the report that it sends. */
const kind = new URLSearchParams(location.search).get("kind");
const print = ({ data }) => console.log(data);

if (kind === "dedicated") {
  const worker = new Worker("worker.js", { type: "module" });
  worker.addEventListener("message", print);
  worker.postMessage("check");
} else if (kind === "shared") {
  const { port } = new SharedWorker("worker.js", { type: "module" });
  port.addEventListener("message", print);
  port.start();
} else {
  const { serviceWorker } = navigator;
  serviceWorker.addEventListener("message", print);
  serviceWorker.startMessages();
  await serviceWorker.register("worker.js", { type: "module" });
  const { active } = await serviceWorker.ready;
  active.postMessage("check");
}

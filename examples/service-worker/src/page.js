import { cognito, S3 } from "s3-signpost";
import { provideCredentials } from "s3-signpost/service-worker";
import { samplePictures } from "./sample-pictures.js";
import { bucket, pool } from "./settings.js";

const guest = cognito(pool);
const s3 = new S3({ ...bucket, credentials: guest });

const gallery = document.querySelector("#gallery");
const template = document.querySelector("#picture");
const status = document.querySelector("#status");
const problem = document.querySelector("#problem");

/** Registers the worker, and waits until it serves the requests of this page. */
async function startWorker() {
  provideCredentials(guest);
  await navigator.serviceWorker.register("/sw.js");
  if (navigator.serviceWorker.controller) return;
  await new Promise((resolve) => {
    navigator.serviceWorker.addEventListener("controllerchange", resolve, { once: true });
  });
}

/** Adds a picture to the page. The worker signs the request for it. */
function show(key) {
  const path = `/private/${key.split("/").map(encodeURIComponent).join("/")}`;
  const name = key.slice(key.lastIndexOf("/") + 1);
  const figure = template.content.cloneNode(true);
  Object.assign(figure.querySelector("img"), { src: path, alt: name });
  Object.assign(figure.querySelector("a"), { href: `${path}?download`, textContent: name });
  gallery.append(figure);
}

async function upload(folder, files) {
  problem.textContent = "";
  for (const file of files) {
    status.textContent = `Uploading ${file.name}`;
    try {
      const key = folder + file.name;
      await s3.upload(file, { key, overwrite: false, accept: "image/*", maxSize: 10_000_000 });
      show(key);
    } catch (error) {
      report(error, file.name);
    }
  }
  status.textContent = "";
}

function report(error, name) {
  const text = [error.message, error.hint].filter(Boolean).join(" ");
  problem.textContent = name ? `${name}: ${text}` : text;
}

async function start() {
  await startWorker();
  const { identityId } = await guest();
  // The IAM role can limit each guest to this folder.
  const folder = `users/${identityId}/gallery/`;
  for await (const { key } of s3.list(folder)) show(key);

  const input = document.querySelector("input");
  const samples = document.querySelector("#samples");
  input.addEventListener("change", () => upload(folder, [...input.files]));
  samples.addEventListener("click", async () => upload(folder, await samplePictures()));
  input.disabled = false;
  samples.disabled = false;
}

start().catch((error) => {
  report(error);
  problem.textContent += " If you use the local stack, start it with npm start in the repository.";
});

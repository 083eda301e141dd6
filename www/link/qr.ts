import { byId } from "../parts/elements.ts";
import { words } from "../words.ts";

/** Number of characters above which phones scan the code badly. */
const DENSE = 800;

/** Width of the white margin, in modules: the minimum of the standard. */
const MARGIN = 4;

const SVG = "http://www.w3.org/2000/svg";

const note = byId("qr-note", HTMLParagraphElement);
const place = byId("qr", HTMLDivElement);

/** The link of the latest call of `showQr`. */
let latest = "";

/** Shows the QR code of a link, or why the link has no QR code. Loads the encoder first, which few visitors need. */
export async function showQr(url: string): Promise<void> {
  latest = url;
  const { qrDense, qrTooLong, qrFailed } = words.link.result;
  try {
    const { encodeQR } = await import(/* webpackChunkName: "qr" */ "qr");
    if (url !== latest) return;
    const modules = encode(url, encodeQR);
    show(modules, modules ? qrDense(url.length) : qrTooLong(url.length));
    note.hidden = modules !== undefined && url.length <= DENSE;
  } catch {
    show(undefined, qrFailed);
  }
}

function show(modules: boolean[][] | undefined, text: string): void {
  note.hidden = false;
  note.textContent = text;
  place.replaceChildren(...(modules ? [draw(modules)] : []));
}

/** Returns the dark modules of each row, or `undefined` if the text is too long for any code. */
function encode(text: string, encodeQR: typeof import("qr")["encodeQR"]): boolean[][] | undefined {
  try {
    return encodeQR(text, "raw", { ecc: "low", border: MARGIN });
  } catch {
    return undefined;
  }
}

function draw(modules: boolean[][]): SVGElement {
  const svg = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  const size = modules.length;
  svg.setAttribute("viewBox", `0 0 ${size} ${size}`);
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", words.link.result.qrLabel);
  path.setAttribute(
    "d",
    modules
      .flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : "")))
      .join(""),
  );
  svg.append(path);
  return svg;
}

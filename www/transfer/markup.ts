import { html } from "../markup/html.ts";
import { card, viewSection } from "../markup/view.ts";
import { words } from "../words.ts";
import { downloadCard } from "./download-markup.ts";
import { uploadCard } from "./upload-markup.ts";

const { throughput } = words.transfer;

const throughputCard = card(
  { id: "throughput", title: throughput.title, aside: html`<span id="throughput-scale"></span>` },
  html`
    <div class="throughput-chart" id="throughput-chart"></div>
    <div class="throughput-axis" aria-hidden="true">
      <span>${throughput.start}</span><span>${throughput.end}</span>
    </div>
    <p class="figures" id="throughput-text"></p>`,
);

export const transferMarkup = viewSection(
  { id: "transfer", title: words.transfer.title, lead: words.transfer.lead },
  html`${uploadCard}${throughputCard}${downloadCard}`,
);

import "./style/tokens.css";
import "./style/base.css";
import "./style/layout.css";
import "./style/parts.css";
import { startAccount } from "./account/start.ts";
import { linkView } from "./link/view.ts";
import { startOfflineUse } from "./offline/register.ts";
import { preventFileDrops } from "./parts/file-drops.ts";
import { whenIdle } from "./parts/idle.ts";
import { startOfflineNotice } from "./parts/offline.ts";
import { limitInsertedTexts } from "./parts/text-limit.ts";
import { Router } from "./router.ts";
import { ViewLoader } from "./view-loader.ts";

// The first view is part of this script. The files of each other view are loaded when it is opened.
const views = new ViewLoader({
  link: async () => linkView,
  form: async () => (await import(/* webpackChunkName: "form" */ "./form/view.ts")).formView,
  transfer: async () =>
    (await import(/* webpackChunkName: "transfer" */ "./transfer/view.ts")).transferView,
  browse: async () =>
    (await import(/* webpackChunkName: "browse" */ "./browse/view.ts")).browseView,
  many: async () => (await import(/* webpackChunkName: "many" */ "./many/view.ts")).manyView,
  inspect: async () =>
    (await import(/* webpackChunkName: "inspect" */ "./inspect/view.ts")).inspectView,
  explain: async () =>
    (await import(/* webpackChunkName: "explain" */ "./explain/view.ts")).explainView,
  doctor: async () =>
    (await import(/* webpackChunkName: "doctor" */ "./doctor/view.ts")).doctorView,
  credentials: async () =>
    (await import(/* webpackChunkName: "credentials" */ "./credentials/view.ts")).credentialsView,
});

preventFileDrops();
limitInsertedTexts();
startAccount();
new Router(views).start();
startOfflineNotice();
whenIdle(async () => {
  await views.loadAll();
  await startOfflineUse();
});

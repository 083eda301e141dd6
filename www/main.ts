import "./style/tokens.css";
import "./style/base.css";
import "./style/layout.css";
import "./style/parts.css";
import { startAccount } from "./account/start.ts";
import { browseView } from "./browse/view.ts";
import { credentialsView } from "./credentials/view.ts";
import { doctorView } from "./doctor/view.ts";
import { explainView } from "./explain/view.ts";
import { inspectView } from "./inspect/view.ts";
import { linkView } from "./link/view.ts";
import { manyView } from "./many/view.ts";
import { startOfflineUse } from "./offline/register.ts";
import { startOfflineNotice } from "./parts/offline.ts";
import { Router } from "./router.ts";
import { transferView } from "./transfer/view.ts";

startAccount();
new Router([
  linkView,
  transferView,
  browseView,
  manyView,
  inspectView,
  explainView,
  doctorView,
  credentialsView,
]).start();
startOfflineUse();
startOfflineNotice();

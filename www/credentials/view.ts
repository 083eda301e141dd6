import "./view.css";
import type { View } from "../view.ts";
import { startCognito } from "./cognito.ts";
import { startNow } from "./now.ts";
import { startPasteBox } from "./paste.ts";
import { startRole } from "./role.ts";

export const credentialsView: View = {
  id: "credentials",

  start() {
    startNow();
    startPasteBox();
    startCognito();
    startRole();
  },
};

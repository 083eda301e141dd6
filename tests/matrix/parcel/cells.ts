import type { Cell } from "../runner/cell.ts";
import { freePort } from "../runner/free-port.ts";

const parcel = { group: "Bundlers", name: "Parcel", versionOf: "parcel" } as const;

export const cells: Cell[] = [
  {
    ...parcel,
    mode: "build",
    async run(project) {
      await project.run("parcel", "build", "index.html");
      return project.open("dist");
    },
  },
  {
    ...parcel,
    mode: "development server",
    async run(project) {
      return project.serveWith("parcel", "index.html", "--port", await freePort());
    },
  },
];

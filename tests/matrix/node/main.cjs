// @ts-nocheck: it runs beside the installed package.
const signpost = require("s3-signpost");

import("./program.js").then(async ({ check }) => console.log(await check(signpost)));

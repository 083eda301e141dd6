// @ts-nocheck: it runs beside the installed packages.
"use client";

import { useEffect } from "react";
import { cognito, Presigner, S3 } from "s3-signpost";
import { check } from "../program.js";

export default function Page() {
  useEffect(() => {
    check({ cognito, Presigner, S3 }).then((report) => console.log(report));
  }, []);
  return <h1>Client component</h1>;
}

import assert from "node:assert/strict";
import { beforeEach, describe, test } from "node:test";
import { packageSession } from "../package-session.ts";
import type { PackageTab } from "../package-tab.ts";

const HOUR = 3_600_000;
const HELLO = "Hello from your own S3.\n";
const GET_CREDENTIALS = "cognito-identity GetCredentialsForIdentity";
const GET_ID = "cognito-identity GetId";
const GOOGLE = "accounts.google.com";
const EXPIRED_TOKEN = { type: "error", status: 400, code: "ExpiredToken" } as const;

const session = packageSession();

beforeEach(() => session.openConnected("guest"));

/** Fetches a presigned URL, downloads and uploads, one after the other. */
async function useAllFunctions(): Promise<void> {
  const done = await session.tab.page.evaluate(async () => {
    const fetched = await fetch((await s3.presign("hello.txt")).url);
    const { blob } = await s3.download("hello.txt");
    const { via } = await s3.upload("stored", { key: "credentials/upload.txt" });
    return [await fetched.text(), await blob?.text(), via];
  });
  assert.deepEqual(done, [HELLO, HELLO, "post"]);
}

/** Advances the clocks of the tab and the stack by an hour. */
async function advanceAnHour(): Promise<void> {
  await Promise.all([
    session.stack.changeSettings({ clockOffsetSeconds: 3_600 }),
    session.tab.setClock(HOUR),
  ]);
}

describe("credentials that expire during a session", () => {
  test("are renewed once for the same identity", async () => {
    await useAllFunctions();
    await advanceAnHour();
    await session.stack.clearRequests();
    await useAllFunctions();
    assert.deepEqual(await session.requestCounts("cognito-identity"), { [GET_CREDENTIALS]: 1 });
  });

  test("are renewed once for a hundred concurrent signatures", async () => {
    await useAllFunctions();
    await advanceAnHour();
    await session.stack.clearRequests();
    const statuses = await session.tab.page.evaluate(async () => {
      const urls = await Promise.all(Array.from({ length: 100 }, () => s3.presign("hello.txt")));
      return Promise.all(
        [urls[0], urls[99]].map(async (it) => (await fetch(it?.url ?? "")).status),
      );
    });
    assert.deepEqual(statuses, [200, 200]);
    assert.deepEqual(await session.requestCounts("cognito-identity"), { [GET_CREDENTIALS]: 1 });
  });

  test("are renewed during a multipart upload, which continues", async () => {
    await session.stack.changeSettings({ credentialSeconds: 900 });
    const etag = await session.tab.page.evaluate(async () => {
      const body = new Blob([new Uint8Array(11 * 1024 * 1024)]);
      const options = { key: "credentials/parts", via: "multipart", concurrency: 1 } as const;
      return new Promise<string | undefined>((resolve, reject) => {
        const partSize = 5 * 1024 * 1024;
        const onProgress = ({ loaded }: { loaded: number }) => {
          if (loaded >= partSize) clockShift = 900_000;
        };
        s3.upload(body, { ...options, partSize, onProgress }).then(
          (result) => resolve(result.etag),
          reject,
        );
      });
    });
    assert.match(etag ?? "", /-3"$/);
    assert.equal((await session.requestCounts("cognito-identity"))[GET_CREDENTIALS], 2);
  });

  test("with a lifetime of a few seconds serve many requests", async () => {
    await session.stack.changeSettings({ credentialSeconds: 5 });
    for (let times = 0; times < 3; times += 1) await useAllFunctions();
    assert.equal((await session.requestCounts("cognito-identity"))[GET_ID], 1);
  });

  test("limit the expiry of what they sign", async () => {
    await session.stack.changeSettings({ credentialSeconds: 60 });
    const { short, long } = await session.tab.page.evaluate(async () => {
      const signed = async (expiresIn: number) => {
        const { url, expiresAt, limitedBy } = await s3.presign({ key: "hello.txt", expiresIn });
        return { url, limitedBy, left: expiresAt.getTime() - Date.now() };
      };
      return { short: await signed(10), long: await signed(3_600) };
    });
    assert.deepEqual([short.limitedBy, long.limitedBy], ["request", "credentials"]);
    assert.ok(short.left <= 10_000 && long.left <= 60_000, `${short.left} ${long.left}`);
    const statusAt = async (url: string, seconds: number) => {
      await session.stack.changeSettings({ clockOffsetSeconds: seconds });
      return (await fetch(url)).status;
    };
    const before = Math.floor(long.left / 1_000) - 10;
    assert.deepEqual([await statusAt(long.url, before), await statusAt(long.url, 61)], [200, 400]);
  });

  test("are renewed before signing in their last minute", async () => {
    await session.tab.page.evaluate(() => s3.presign("hello.txt"));
    await Promise.all([
      session.stack.changeSettings({ clockOffsetSeconds: 3_570 }),
      session.tab.setClock(3_570_000),
    ]);
    const left = await session.tab.page.evaluate(async () => {
      return (await s3.presign("hello.txt")).expiresAt.getTime() - Date.now();
    });
    assert.ok(left > 3_590_000, String(left));
  });
});

describe("a token that S3 reports as expired too early", () => {
  beforeEach(async () => {
    await session.downloadHello();
    await session.stack.clearRequests();
  });

  /** Rejects requests, with a delay so that all arrive before the first response. */
  function rejectTogether(method: string, times: number): Promise<void> {
    const delay = { type: "delay", milliseconds: 1_000 } as const;
    return session.stack.addFaults(
      { method, times, effect: EXPIRED_TOKEN },
      { method, times, effect: delay },
    );
  }

  test("is replaced by one refresh", async () => {
    await session.stack.addFaults({ method: "GET", effect: EXPIRED_TOKEN });
    assert.equal(await session.downloadHello(), HELLO);
    assert.deepEqual(await session.requestCounts("cognito-identity"), { [GET_CREDENTIALS]: 1 });
    assert.equal((await session.stack.counts())["s3 GET"], 2);
  });

  test("is replaced by one refresh for concurrently rejected parts", async () => {
    await rejectTogether("PUT", 4);
    await session.tab.page.evaluate(async () => {
      const body = new Blob([new Uint8Array(20 * 1024 * 1024)]);
      const partSize = 5 * 1024 * 1024;
      await s3.upload(body, { key: "credentials/parts", via: "multipart", partSize });
    });
    assert.deepEqual(await session.requestCounts("cognito-identity"), { [GET_CREDENTIALS]: 1 });
    assert.equal((await session.stack.counts())["s3 PUT"], 8);
  });

  test("is replaced by one refresh for concurrently rejected transfers", async () => {
    await rejectTogether("GET", 5);
    await session.tab.page.evaluate(async () => {
      await Promise.all(Array.from({ length: 5 }, () => s3.download("hello.txt")));
    });
    assert.deepEqual(await session.requestCounts("cognito-identity"), { [GET_CREDENTIALS]: 1 });
  });

  test("is reported if its replacement is rejected as well", async () => {
    await session.stack.addFaults({ method: "GET", times: 0, effect: EXPIRED_TOKEN });
    await assert.rejects(session.downloadHello(), /ServiceError: The provided token has expired/);
    assert.deepEqual(await session.requestCounts("cognito-identity"), { [GET_CREDENTIALS]: 1 });
    assert.equal((await session.stack.counts())["s3 GET"], 2);
  });

  test("is reported if it cannot be renewed", async () => {
    await session.stack.addFaults({ method: "GET", effect: EXPIRED_TOKEN });
    await session.stack.changeSettings({ guestAccess: false });
    await assert.rejects(session.downloadHello(), /ServiceError: The provided token has expired/);
  });
});

describe("an identity", () => {
  function identityId(tab: PackageTab): Promise<string> {
    return tab.page.evaluate(async () => (await provider()).identityId);
  }

  test("is shared by all tabs of a browser", async () => {
    const here = await identityId(session.tab);
    const other = await session.openTab();
    await other.connect(session.stack, "guest");
    assert.equal(await identityId(other), here);
    assert.equal((await session.requestCounts("cognito-identity"))[GET_ID], 1);
  });

  test("is shared by tabs that start at the same time", async () => {
    const other = await session.openTab();
    await other.connect(session.stack, "guest");
    await Promise.all([identityId(session.tab), identityId(other)]);
    assert.equal(await identityId(other), await identityId(session.tab));
  });

  test("changes when a guest signs in, and returns after signing out", async () => {
    const ids = await session.tab.page.evaluate(
      async ([{ identityPoolId, identity }, google]) => {
        const logins: Record<string, string> = {};
        const provide = signpost.cognito({ identityPoolId, endpoint: identity, logins });
        const guest = (await provide()).identityId;
        logins[google] = "a token of Ada's";
        const user = (await provide()).identityId;
        delete logins[google];
        return { guest, user, after: (await provide()).identityId };
      },
      [session.stack.ready, GOOGLE] as const,
    );
    assert.notEqual(ids.user, ids.guest);
    assert.equal(ids.after, ids.guest);
  });

  test("of a user is stored only with a userIdentifier", async () => {
    const stored = await session.tab.page.evaluate(
      async ([{ identityPoolId, identity }, google]) => {
        const logins = { [google]: "a token of Ada's" };
        const common = { identityPoolId, endpoint: identity, logins };
        await signpost.cognito(common)();
        const without = localStorage.length;
        const { identityId } = await signpost.cognito({ ...common, userIdentifier: "ada" })();
        return [without, Object.values(localStorage).indexOf(identityId)];
      },
      [session.stack.ready, GOOGLE] as const,
    );
    assert.deepEqual(stored, [0, 0]);
  });

  test("is rejected with a hint if the pool allows no guests", async () => {
    await session.stack.changeSettings({ guestAccess: false });
    const error = await session.tab.page.evaluate(() =>
      s3.presign("hello.txt").catch((thrown) => ({ ...thrown, name: thrown.name })),
    );
    assert.deepEqual(error, {
      name: "ServiceError",
      code: "NotAuthorizedException",
      service: "cognito-identity",
      status: 400,
      retryable: false,
      requestId: (error as { requestId: string }).requestId,
      hint: "Turn on guest access in the identity pool, or pass `logins`.",
    });
  });
});

describe("secrets", () => {
  /** The responses of Cognito to this tab. */
  let replies: Promise<{ Credentials?: { SecretKey: string; SessionToken: string } }>[];

  beforeEach(() => {
    replies = [];
    session.tab.page.on("response", (response) => {
      const { method, url } = { method: response.request().method(), url: response.url() };
      if (method === "POST" && url.startsWith(session.stack.ready.identity))
        replies.push(response.json());
    });
  });

  /** Fails if the text contains a secret, a session token or a signature. */
  async function assertNoSecret(text: string): Promise<void> {
    const issued = (await Promise.all(replies)).flatMap(({ Credentials }) => Credentials ?? []);
    assert.notEqual(issued.length, 0);
    for (const { SecretKey, SessionToken } of issued) {
      assert.deepEqual([text.includes(SecretKey), text.includes(SessionToken)], [false, false]);
    }
    assert.doesNotMatch(text, /Signature=|x-amz-signature|Security-Token=/i);
  }

  /** Returns the texts of errors of every function, after the tab has credentials. */
  function failures(): Promise<string[]> {
    return session.tab.page.evaluate(async () => {
      const shown: string[] = [];
      const show = (error: unknown) => {
        const { stack, cause } = error as Error;
        const clone = structuredClone(error) as Error;
        const texts = [String(error), stack, JSON.stringify(error), JSON.stringify(clone)];
        shown.push(...texts.map(String), clone.message, String(clone.stack));
        if (cause) show(cause);
      };
      const ways = [
        () => s3.download("no/such/object"),
        () => s3.presign({ key: "a", expiresIn: -1 }),
        () => s3.presign({ key: ".." }),
        () => s3.upload("x", { key: "a", conditions: [["content-length-range", 9, 99]] }),
        () => s3.presignPost({ key: "a", conditions: [["eq", "", ""]] }),
        () => s3.head("no/such/object"),
        async () => (await s3.presigner()).presign({ key: "a", query: { "X-Amz-Date": "1" } }),
        async () => {
          const presigner = await s3.presigner();
          presigner.free();
          presigner.presign("a");
        },
      ];
      for (const way of ways) {
        try {
          await way();
          throw new Error(`${way} did not fail`);
        } catch (error) {
          show(error);
        }
      }
      return shown;
    });
  }

  test("are in no printed error", async () => {
    const shown = await failures();
    assert.ok(
      shown.every((text) => !text.includes("did not fail")),
      shown.join("\n"),
    );
    await assertNoSecret(shown.join("\n"));
  });

  test("are in no printed object", async () => {
    const shown = await session.tab.page.evaluate(async () => {
      const presigner = await s3.presigner();
      const texts: string[] = [];
      for (const object of [s3, presigner, provider]) {
        const owned = Reflect.ownKeys(object).map((name) => [name, Reflect.get(object, name)]);
        texts.push(String(object), String(JSON.stringify(object)), JSON.stringify(owned));
        try {
          texts.push(JSON.stringify(structuredClone(object)));
        } catch (error) {
          texts.push(String(error));
        }
      }
      console.log(s3, presigner, provider);
      console.dir(s3);
      return texts;
    });
    await assertNoSecret([...shown, ...session.tab.console].join("\n"));
  });

  test("are not stored in the browser", async () => {
    await useAllFunctions();
    await failures();
    const kept = await session.tab.page.evaluate(async () => ({
      local: { ...localStorage },
      session: { ...sessionStorage },
      databases: await indexedDB.databases(),
      caches: await caches.keys(),
      cookie: document.cookie,
    }));
    const { identityPoolId } = session.stack.ready;
    const guest = Object.values(kept.local)[0];
    assert.match(guest ?? "", /^eu-west-1:[0-9a-f-]{36}$/);
    assert.deepEqual(kept, {
      local: { [`s3-signpost:cognito-identity:${identityPoolId}:guest`]: guest },
      session: {},
      databases: [],
      caches: [],
      cookie: "",
    });
    assert.deepEqual(await session.tab.context.cookies(), []);
  });

  test("are not in the console", async () => {
    await useAllFunctions();
    await failures();
    await assertNoSecret(session.tab.console.join("\n"));
  });
});

import assert from "node:assert/strict";
import { beforeEach, describe, test } from "node:test";
import type { BarePage } from "../bare-page.ts";
import { packageVisits } from "../package-visit.ts";

const HOUR = 3_600_000;
const HELLO = "Hello from your own S3.\n";
const GET_CREDENTIALS = "cognito-identity GetCredentialsForIdentity";
const GET_ID = "cognito-identity GetId";
const GOOGLE = "accounts.google.com";
const EXPIRED_TOKEN = { type: "error", status: 400, code: "ExpiredToken" } as const;

const visit = packageVisits();

beforeEach(async () => {
  await visit.open();
  await visit.bare.connect(visit.stack, "guest");
});

/** A URL that is fetched, a download and an upload, one after the other. */
async function useAll(): Promise<void> {
  const done = await visit.bare.page.evaluate(async () => {
    const fetched = await fetch((await s3.presign("hello.txt")).url);
    const { blob } = await s3.download("hello.txt");
    const { via } = await s3.upload("stored", { key: "credentials/upload.txt" });
    return [await fetched.text(), await blob?.text(), via];
  });
  assert.deepEqual(done, [HELLO, HELLO, "post"]);
}

function download(): Promise<string | undefined> {
  return visit.bare.page.evaluate(async () => (await s3.download("hello.txt")).blob?.text());
}

/** Lets an hour pass, for the page and for the stack. */
async function anHourLater(): Promise<void> {
  await Promise.all([visit.stack.change({ clockOffsetSeconds: 3_600 }), visit.bare.setClock(HOUR)]);
}

/** How often Cognito was asked. */
async function asked(): Promise<Record<string, number>> {
  const counts = Object.entries(await visit.stack.counts());
  return Object.fromEntries(counts.filter(([name]) => name.startsWith("cognito")));
}

describe("credentials that end in the middle of a session", () => {
  test("are replaced once, for the same identity", async () => {
    await useAll();
    await anHourLater();
    await visit.stack.forget();
    await useAll();
    assert.deepEqual(await asked(), { [GET_CREDENTIALS]: 1 });
  });

  test("are replaced once for a hundred that sign at the same moment", async () => {
    await useAll();
    await anHourLater();
    await visit.stack.forget();
    const statuses = await visit.bare.page.evaluate(async () => {
      const urls = await Promise.all(Array.from({ length: 100 }, () => s3.presign("hello.txt")));
      return Promise.all(
        [urls[0], urls[99]].map(async (it) => (await fetch(it?.url ?? "")).status),
      );
    });
    assert.deepEqual(statuses, [200, 200]);
    assert.deepEqual(await asked(), { [GET_CREDENTIALS]: 1 });
  });

  test("are replaced in the middle of an upload in parts, which goes on", async () => {
    await visit.stack.change({ credentialSeconds: 900 });
    const etag = await visit.bare.page.evaluate(async () => {
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
    assert.equal((await asked())[GET_CREDENTIALS], 2);
  });

  test("of a few seconds serve as many requests as one likes", async () => {
    await visit.stack.change({ credentialSeconds: 5 });
    for (let times = 0; times < 3; times += 1) await useAll();
    assert.equal((await asked())[GET_ID], 1);
  });

  test("limit what they sign, and say so", async () => {
    await visit.stack.change({ credentialSeconds: 60 });
    const { short, long } = await visit.bare.page.evaluate(async () => {
      const signed = async (expiresIn: number) => {
        const { url, expiresAt, limitedBy } = await s3.presign({ key: "hello.txt", expiresIn });
        return { url, limitedBy, left: expiresAt.getTime() - Date.now() };
      };
      return { short: await signed(10), long: await signed(3_600) };
    });
    assert.deepEqual([short.limitedBy, long.limitedBy], ["request", "credentials"]);
    assert.ok(short.left <= 10_000 && long.left <= 60_000, `${short.left} ${long.left}`);
    const statusAt = async (url: string, seconds: number) => {
      await visit.stack.change({ clockOffsetSeconds: seconds });
      return (await fetch(url)).status;
    };
    const before = Math.floor(long.left / 1_000) - 10;
    assert.deepEqual([await statusAt(long.url, before), await statusAt(long.url, 61)], [200, 400]);
  });

  test("are waited for in their last minute, so that a URL is not about to end", async () => {
    await visit.bare.page.evaluate(() => s3.presign("hello.txt"));
    await Promise.all([
      visit.stack.change({ clockOffsetSeconds: 3_570 }),
      visit.bare.setClock(3_570_000),
    ]);
    const left = await visit.bare.page.evaluate(async () => {
      return (await s3.presign("hello.txt")).expiresAt.getTime() - Date.now();
    });
    assert.ok(left > 3_590_000, String(left));
  });
});

describe("a token that S3 calls expired before its end", () => {
  beforeEach(async () => {
    await download();
    await visit.stack.forget();
  });

  /** Refuses so many, and answers none of them before all can have come. */
  function refuseTogether(method: string, times: number): Promise<void> {
    const delay = { type: "delay", milliseconds: 1_000 } as const;
    return visit.stack.disturb(
      { method, times, effect: EXPIRED_TOKEN },
      { method, times, effect: delay },
    );
  }

  test("is replaced by one refresh", async () => {
    await visit.stack.disturb({ method: "GET", effect: EXPIRED_TOKEN });
    assert.equal(await download(), HELLO);
    assert.deepEqual(await asked(), { [GET_CREDENTIALS]: 1 });
    assert.equal((await visit.stack.counts())["s3 GET"], 2);
  });

  test("is replaced by one refresh for parts that are refused side by side", async () => {
    await refuseTogether("PUT", 4);
    await visit.bare.page.evaluate(async () => {
      const body = new Blob([new Uint8Array(20 * 1024 * 1024)]);
      const partSize = 5 * 1024 * 1024;
      await s3.upload(body, { key: "credentials/parts", via: "multipart", partSize });
    });
    assert.deepEqual(await asked(), { [GET_CREDENTIALS]: 1 });
    assert.equal((await visit.stack.counts())["s3 PUT"], 8);
  });

  test("is replaced by one refresh for transfers that are refused side by side", async () => {
    await refuseTogether("GET", 5);
    await visit.bare.page.evaluate(async () => {
      await Promise.all(Array.from({ length: 5 }, () => s3.download("hello.txt")));
    });
    assert.deepEqual(await asked(), { [GET_CREDENTIALS]: 1 });
  });

  test("and calls the new one expired too is replaced by one refresh, and then told", async () => {
    await visit.stack.disturb({ method: "GET", times: 0, effect: EXPIRED_TOKEN });
    await assert.rejects(download(), /ServiceError: The provided token has expired/);
    assert.deepEqual(await asked(), { [GET_CREDENTIALS]: 1 });
    assert.equal((await visit.stack.counts())["s3 GET"], 2);
  });

  test("is told as it is where no new one can be had", async () => {
    await visit.stack.disturb({ method: "GET", effect: EXPIRED_TOKEN });
    await visit.stack.change({ guestAccess: false });
    await assert.rejects(download(), /ServiceError: The provided token has expired/);
  });
});

describe("an identity", () => {
  function identityId(tab: BarePage): Promise<string> {
    return tab.page.evaluate(async () => (await provider()).identityId);
  }

  test("is one for all tabs of a browser", async () => {
    const here = await identityId(visit.bare);
    const other = await visit.openTab();
    await other.connect(visit.stack, "guest");
    assert.equal(await identityId(other), here);
    assert.equal((await asked())[GET_ID], 1);
  });

  test("is one in the end for tabs that begin at the same moment", async () => {
    const other = await visit.openTab();
    await other.connect(visit.stack, "guest");
    await Promise.all([identityId(visit.bare), identityId(other)]);
    assert.equal(await identityId(other), await identityId(visit.bare));
  });

  test("changes when a guest signs in, and is the guest's again after that", async () => {
    const ids = await visit.bare.page.evaluate(
      async ([{ identityPoolId, identity }, google]) => {
        const logins: Record<string, string> = {};
        const provide = signpost.cognito({ identityPoolId, endpoint: identity, logins });
        const guest = (await provide()).identityId;
        logins[google] = "a token of Ada's";
        const user = (await provide()).identityId;
        delete logins[google];
        return { guest, user, after: (await provide()).identityId };
      },
      [visit.stack.ready, GOOGLE] as const,
    );
    assert.notEqual(ids.user, ids.guest);
    assert.equal(ids.after, ids.guest);
  });

  test("of a user is remembered by the name that the page gives it, and by none without", async () => {
    const stored = await visit.bare.page.evaluate(
      async ([{ identityPoolId, identity }, google]) => {
        const logins = { [google]: "a token of Ada's" };
        const common = { identityPoolId, endpoint: identity, logins };
        await signpost.cognito(common)();
        const without = localStorage.length;
        const { identityId } = await signpost.cognito({ ...common, userIdentifier: "ada" })();
        return [without, Object.values(localStorage).indexOf(identityId)];
      },
      [visit.stack.ready, GOOGLE] as const,
    );
    assert.deepEqual(stored, [0, 0]);
  });

  test("is refused to guests where the pool has none, with what to do", async () => {
    await visit.stack.change({ guestAccess: false });
    const error = await visit.bare.page.evaluate(() =>
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
  /** Every secret and token that Cognito has given this page. */
  let replies: Promise<{ Credentials?: { SecretKey: string; SessionToken: string } }>[];

  beforeEach(() => {
    replies = [];
    visit.bare.page.on("response", (response) => {
      const { method, url } = { method: response.request().method(), url: response.url() };
      if (method === "POST" && url.startsWith(visit.stack.ready.identity))
        replies.push(response.json());
    });
  });

  /** Fails where a secret or a signature is in the text. */
  async function assertNoSecret(text: string): Promise<void> {
    const given = (await Promise.all(replies)).flatMap(({ Credentials }) => Credentials ?? []);
    assert.notEqual(given.length, 0);
    for (const { SecretKey, SessionToken } of given) {
      assert.deepEqual([text.includes(SecretKey), text.includes(SessionToken)], [false, false]);
    }
    assert.doesNotMatch(text, /Signature=|x-amz-signature|Security-Token=/i);
  }

  /** Every way of this package to fail after it has got credentials. */
  function failures(): Promise<string[]> {
    return visit.bare.page.evaluate(async () => {
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

  test("are in no error, however it is printed", async () => {
    const shown = await failures();
    assert.ok(
      shown.every((text) => !text.includes("did not fail")),
      shown.join("\n"),
    );
    await assertNoSecret(shown.join("\n"));
  });

  test("are in nothing that the page can print of its objects", async () => {
    const shown = await visit.bare.page.evaluate(async () => {
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
    await assertNoSecret([...shown, ...visit.bare.console].join("\n"));
  });

  test("are in nothing that the browser keeps", async () => {
    await useAll();
    await failures();
    const kept = await visit.bare.page.evaluate(async () => ({
      local: { ...localStorage },
      session: { ...sessionStorage },
      databases: await indexedDB.databases(),
      caches: await caches.keys(),
      cookie: document.cookie,
    }));
    const { identityPoolId } = visit.stack.ready;
    const guest = Object.values(kept.local)[0];
    assert.match(guest ?? "", /^eu-west-1:[0-9a-f-]{36}$/);
    assert.deepEqual(kept, {
      local: { [`s3-signpost:cognito-identity:${identityPoolId}:guest`]: guest },
      session: {},
      databases: [],
      caches: [],
      cookie: "",
    });
    assert.deepEqual(await visit.bare.context.cookies(), []);
  });

  test("are in nothing that the console shows", async () => {
    await useAll();
    await failures();
    await assertNoSecret(visit.bare.console.join("\n"));
  });
});

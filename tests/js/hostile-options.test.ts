import assert from "node:assert/strict";
import { test } from "node:test";
import { runInNewContext } from "node:vm";
import { inspect, PresignError, Presigner, type PresignRequest, SignpostError } from "s3-signpost";
import { Random } from "./support/random.ts";
import { thrownError } from "./support/thrown-error.ts";

const credentials = {
  accessKeyId: "AKIAIOSFODNN7EXAMPLE",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
};
const NOW = new Date("2013-05-24T00:00:00Z");

function presigner(): Presigner {
  return new Presigner({ region: "us-east-1", bucket: "examplebucket", credentials });
}

/** Passes a value that TypeScript does not accept, as plain JavaScript can. */
function untyped(value: unknown): never {
  return value as never;
}

function revoked(target: object): object {
  const { proxy, revoke } = Proxy.revocable(target, {});
  revoke();
  return proxy;
}

test("presign() without an argument is a PresignError, also right after another request", (context) => {
  context.mock.timers.enable({ apis: ["Date"], now: NOW });
  const signer = presigner();
  for (const _ of [1, 2]) {
    const error = thrownError(() => (signer.presign as () => unknown)());
    assert.deepEqual([error.code, error.field], ["InvalidOption", "options"]);
    signer.presign({ key: "a", expiresIn: 60 });
  }
});

for (const request of [null, 5, Symbol("a"), 1n, true, () => {}]) {
  test(`${String(request)} as a request throws a PresignError, also right after another request`, (context) => {
    context.mock.timers.enable({ apis: ["Date"], now: NOW });
    const signer = presigner();
    signer.presign("a");
    const error = thrownError(() => signer.presign(untyped(request)));
    assert.deepEqual([error.code, error.field], ["InvalidOption", "options"]);
  });
}

for (const name of ["key", "expiresIn", "headers", "signingDate"]) {
  test(`a getter for ${name} that frees the presigner makes the call throw PresignerFreed`, () => {
    const signer = presigner();
    const request = {
      key: "a",
      get [name]() {
        signer.free();
        return undefined;
      },
    };
    assert.equal(thrownError(() => signer.presign(request)).code, "PresignerFreed");
    assert.equal(
      thrownError(() => signer.presignPost(untyped({ key: "a" }))).code,
      "PresignerFreed",
    );
  });
}

test("a header's getter that frees the presigner makes the call throw PresignerFreed", () => {
  for (const call of ["presign", "presignMany", "presignPost"] as const) {
    const signer = presigner();
    const texts = {
      get "x-amz-meta-a"() {
        signer.free();
        return "b";
      },
    };
    const { code } = thrownError(() => {
      if (call === "presign") signer.presign({ key: "a", headers: texts });
      else if (call === "presignMany") signer.presignMany(["a"], { headers: texts });
      else signer.presignPost({ key: "a", fields: texts });
    });
    assert.equal(code, "PresignerFreed");
  }
});

test("a getter that signs another request does not change the URL", (context) => {
  context.mock.timers.enable({ apis: ["Date"], now: NOW });
  const plain = { key: "a", method: "PUT", headers: { "x-amz-meta-a": "b" } } as const;
  const wanted = presigner().presign(plain).url;
  for (const meanwhile of [
    (signer: Presigner) => signer.presign("other"),
    (signer: Presigner) => signer.presignMany(["other"], { method: "HEAD" }),
    (signer: Presigner) => signer.presignPost({ key: "other" }),
  ]) {
    const signer = presigner();
    const get = <T>(value: T) => ({
      enumerable: true,
      get: () => {
        meanwhile(signer);
        return value;
      },
    });
    const headers = Object.defineProperties({}, { "x-amz-meta-a": get("b") });
    const request = Object.defineProperties(
      {},
      { key: get("a"), method: get("PUT"), headers: get(headers) },
    );
    assert.equal(signer.presign(untyped(request)).url, wanted);
  }
});

test("each option is read exactly once", (context) => {
  context.mock.timers.enable({ apis: ["Date"], now: NOW });
  const reads: string[] = [];
  const counted = (value: object, path = ""): object =>
    Object.defineProperties(
      {},
      Object.fromEntries(
        Object.entries(value).map(([name, inner]) => [
          name,
          {
            enumerable: true,
            get: () => {
              reads.push(path + name);
              return typeof inner === "object" && !(inner instanceof Date)
                ? counted(inner, `${path}${name}.`)
                : inner;
            },
          },
        ]),
      ),
    );
  const signer = presigner();
  for (const [call, value] of [
    ["presign", { key: "a", expiresIn: 60 }],
    ["presign", { key: "a", method: "PUT", headers: { "x-amz-meta-a": "b" }, signingDate: NOW }],
    ["presign", { key: "a", query: { a: "b" }, response: { expires: "a", downloadAs: "b" } }],
    [
      "presignPost",
      {
        key: "a",
        fields: { acl: "private" },
        maxSize: 5,
        expiresAt: new Date(NOW.getTime() + 60_000),
      },
    ],
  ] as const) {
    reads.length = 0;
    signer[call](untyped(counted(value)));
    assert.deepEqual([...reads].sort(), [...new Set(reads)].sort());
    assert(reads.length >= Object.keys(value).length);
  }
});

test("a Date of another realm is a Date", () => {
  const signingDate = runInNewContext("new Date(Date.UTC(2013, 4, 24))");
  assert.equal(
    presigner().presign({ key: "a", signingDate }).url,
    presigner().presign({ key: "a", signingDate: NOW }).url,
  );
});

test("a Date with an own getTime is read by Date.prototype.getTime", () => {
  class Liar extends Date {
    override getTime(): number {
      throw new Error("hush");
    }
    override valueOf(): number {
      return 5;
    }
  }
  const signingDate = new Liar(NOW);
  assert.equal(
    presigner().presign({ key: "a", signingDate }).url,
    presigner().presign({ key: "a", signingDate: NOW }).url,
  );
});

test("an object with the prototype of Date throws an error with the option's name", () => {
  const fakes = [
    Object.create(Date.prototype),
    { getTime: () => 5, [Symbol.toStringTag]: "Date" },
    new Proxy(new Date(), {}),
    revoked(new Date()),
    5,
  ];
  for (const fake of fakes) {
    for (const call of [
      () => presigner().presign({ key: "a", signingDate: untyped(fake) }),
      () => presigner().presignPost({ key: "a", signingDate: untyped(fake) }),
    ]) {
      const error = thrownError(call);
      assert.deepEqual([error.code, error.field], ["InvalidOption", "signingDate"]);
    }
    assert.equal(thrownError(() => inspect("https://a.test/b/c", untyped(fake))).field, "now");
  }
});

test("a revoked proxy throws an error with the option's name", () => {
  const form = presigner().presignPost({ key: "a" });
  const proxy = revoked({});
  const array = revoked([]);
  const calls: [call: () => unknown, field: string][] = [
    [() => new Presigner(untyped(proxy)), "options"],
    [() => new Presigner(untyped({ region: "a", credentials: proxy })), "credentials"],
    [() => presigner().presign(untyped(proxy)), "options"],
    [() => presigner().presign({ key: untyped(proxy) }), "key"],
    [() => presigner().presign({ key: "a", headers: untyped(proxy) }), "headers"],
    [() => presigner().presign({ key: "a", response: untyped(proxy) }), "response"],
    [() => presigner().presignMany(untyped(array)), "keys"],
    [() => presigner().presignMany([], untyped(proxy)), "options"],
    [() => presigner().presignPost(untyped(proxy)), "options"],
    [() => presigner().presignPost({ key: "a", conditions: untyped(array) }), "conditions"],
    [() => presigner().presignPost({ key: "a", conditions: untyped([array]) }), "conditions.0"],
    [() => form.toFormData(untyped(proxy)), "file"],
    [() => form.toFormData(new Blob(), untyped(proxy)), "options"],
    [() => form.toCurl(untyped(proxy)), "path"],
    [() => form.toCurl("a", untyped(proxy)), "options"],
    [() => inspect(untyped(proxy)), "url"],
  ];
  for (const [call, field] of calls) {
    const error = thrownError(call);
    assert.deepEqual([error.code, error.field], ["InvalidOption", field]);
  }
});

test("an object with the prototype of Blob throws an error", () => {
  const form = presigner().presignPost({ key: "a" });
  const throws = Object.defineProperty(new Blob(["a"]), "type", {
    get: () => {
      throw new Error("hush");
    },
  });
  for (const file of [Object.create(Blob.prototype), Object.create(File.prototype), throws]) {
    assert.equal(thrownError(() => form.toFormData(file)).field, "file");
  }
});

test("the type of a file is read once", async () => {
  const form = presigner().presignPost({ key: "a", contentType: "image/" });
  let reads = 0;
  const file = Object.defineProperty(new Blob(["a"]), "type", {
    get: () => {
      reads += 1;
      return reads === 1 ? "image/png" : "text/html";
    },
  });
  assert.equal(form.toFormData(file).get("Content-Type"), "image/png");
});

/** One of the choices, which may be of different types. */
function pick<T = unknown>(random: Random, choices: readonly T[]): T {
  return choices[random.whole(0, choices.length - 1)] as T;
}

/** Values that calls do not expect, some of which do something when they are read. */
function hostile(random: Random, signer: Presigner, depth = 0): unknown {
  const inner = () => hostile(random, signer, depth + 1);
  const plain = [
    undefined,
    null,
    Number.NaN,
    -1,
    2 ** 53,
    1n,
    "",
    "a",
    "\ud800",
    "a/../b",
    "\0",
    Symbol("a"),
    () => "a",
    new Date(Number.NaN),
    new Date(NOW),
    Object.create(Date.prototype),
    Object.create(null),
    new Map([["a", "b"]]),
    new Headers({ a: "b" }),
    new Blob(["a"]),
    new String("a"),
    revoked({}),
    revoked([]),
    revoked(() => {}),
    new Presigner({ region: "us-east-1", credentials }),
  ];
  const made = [
    () => [inner(), inner(), inner()],
    () => ({ a: inner() }),
    () => ({ "x-amz-meta-a": inner() }),
    () => Object.create({ expiresIn: inner() }),
    () => ({ valueOf: () => inner(), toString: () => inner(), [Symbol.toPrimitive]: inner() }),
    () => ({ [Symbol.iterator]: inner() }),
    () =>
      new Proxy(pick(random, [{}, [], new Date(), () => {}]), {
        get: () => inner(),
        ownKeys: () => pick(random, [["a", "b"], ["a", "a"], [5], undefined]) as never,
        getOwnPropertyDescriptor: () => pick(random, [undefined, 5, { value: 5 }]) as never,
        getPrototypeOf: () => pick(random, [null, Object.prototype, Blob.prototype, 5]) as never,
        has: () => pick(random, [true, false]),
      }),
  ];
  return depth > 2 || random.whole(0, 2) > 0 ? pick<unknown>(random, plain) : pick(random, made)();
}

/** An object whose properties do something when they are read, and may say something else each time. */
function hostileOptions(random: Random, signer: Presigner, names: readonly string[]): unknown {
  if (random.whole(0, 9) === 0) return hostile(random, signer);
  const options = pick(random, [{}, {}, Object.create(null), Object.create({ key: "inherited" })]);
  for (const name of names) {
    if (random.whole(0, 3) !== 0) continue;
    const read = pick(random, [
      () => hostile(random, signer),
      () => {
        throw new Error("hush");
      },
      () => {
        signer.presign({ key: "meanwhile", method: pick(random, ["GET", "PUT"]) });
        return "a";
      },
      () => {
        if (random.whole(0, 3) === 0) signer.free();
        return pick(random, [60, "GET", "a", NOW]);
      },
    ]);
    Object.defineProperty(options, name, {
      enumerable: random.whole(0, 9) > 0,
      configurable: true,
      ...(random.whole(0, 1) === 0 ? { get: read } : { value: hostile(random, signer) }),
    });
  }
  return options;
}

const OPTIONS = {
  signer: [
    "region",
    "bucket",
    "endpoint",
    "credentials",
    "clockOffset",
    "signature",
    "fips",
    "addressing",
    "protocol",
  ],
  request: [
    "key",
    "bucket",
    "method",
    "expiresIn",
    "expiresAt",
    "headers",
    "query",
    "response",
    "signingDate",
    "cacheWindow",
    "purple",
  ],
  form: [
    "key",
    "keyStartsWith",
    "bucket",
    "expiresIn",
    "expiresAt",
    "fields",
    "conditions",
    "minSize",
    "maxSize",
    "contentType",
    "signingDate",
  ],
  file: ["filename", "key", "contentType"],
};

for (let seed = 1; seed <= 8; seed += 1) {
  test(`hostile values throw only typed errors and change no later signature: seed ${seed}`, (context) => {
    context.mock.timers.enable({ apis: ["Date"], now: NOW });
    const random = new Random(seed, 0);
    const good: PresignRequest = { key: "a", method: "PUT", headers: { "x-amz-meta-a": "b" } };
    const wanted = presigner().presign(good).url;
    let signer = presigner();
    let signed = 0;
    for (let step = 0; step < 400; step += 1) {
      const value = (names: keyof typeof OPTIONS) =>
        untyped(hostileOptions(random, signer, OPTIONS[names]));
      const calls = [
        () => new Presigner(value("signer")),
        () => signer.presign(value("request")),
        () => signer.presign(value("request")),
        () => signer.presign(untyped(hostile(random, signer))),
        () => signer.presignMany(untyped(hostile(random, signer)), value("request")),
        () => signer.presignMany(["a", "b"], value("request")),
        () => signer.presignPost(value("form")),
        () =>
          signer
            .presignPost({ key: "a" })
            .toFormData(untyped(hostile(random, signer)), value("file")),
        () =>
          signer.presignPost({ key: "a" }).toCurl(untyped(hostile(random, signer)), value("file")),
        () => inspect(untyped(hostile(random, signer)), untyped(hostile(random, signer))),
      ];
      try {
        pick(random, calls)();
        signed += 1;
      } catch (error) {
        assert(
          error instanceof SignpostError,
          `${step}: ${(error as Error)?.stack ?? String(error)}`,
        );
        assert(!JSON.stringify({ ...error, message: error.message }).includes("hush"));
      }
      if (random.whole(0, 9) === 0) signer = presigner();
      try {
        assert.equal(signer.presign(good).url, wanted);
      } catch (error) {
        // A getter has freed it.
        assert(error instanceof SignpostError && error.code === "PresignerFreed", String(error));
        signer = presigner();
      }
    }
    assert(signed > 0);
  });
}

test("an array of keys whose items throw is a PresignError", () => {
  const keys = new Proxy(["a", "b"], {
    get: (target, name) => {
      if (name === "1") throw new Error("hush");
      return Reflect.get(target, name);
    },
  });
  const error = thrownError(() => presigner().presignMany(keys));
  assert(error instanceof PresignError);
  assert.equal(error.field, "keys");
});

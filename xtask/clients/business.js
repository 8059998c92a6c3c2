// Meta's `facebook-nodejs-business-sdk` against the simulator, with only its base address changed.

import assert from "node:assert/strict";

import sdk from "facebook-nodejs-business-sdk";

import { Simulator, Trial } from "./trial.js";

const { FacebookAdsApi, IGComment, IGMedia, IGUser, Page, User } = sdk;
const simulator = await Simulator.at(process.argv[2]);
const told = simulator.fixture;
const trial = new Trial("facebook-nodejs-business-sdk");
Object.defineProperty(FacebookAdsApi, "GRAPH", { get: () => simulator.base });
const VERSION = FacebookAdsApi.VERSION;

const apiOf = (token) => new FacebookAdsApi(token, "en_US", false);
const app = { client_id: told.facebook_app_id, client_secret: told.facebook_app_secret };

/** The call must be refused with this code and subcode; gives the error. */
async function refused(code, subcode, act) {
  let given;
  try {
    given = await act();
  } catch (error) {
    const found = error.response ?? {};
    const pair = [found.code, found.error_subcode];
    assert.deepEqual(pair, [code, subcode], JSON.stringify(found));
    return error;
  }
  throw new Error(`not refused, ${code}/${subcode} was expected: ${JSON.stringify(given)}`);
}

async function signsIn() {
  const address = new URL(`${simulator.base}/${VERSION}/dialog/oauth`);
  address.search = new URLSearchParams({
    client_id: told.facebook_app_id,
    redirect_uri: told.redirect_uri,
    response_type: "code",
    scope:
      "instagram_basic,instagram_manage_messages,instagram_manage_comments," +
      "instagram_manage_insights,pages_show_list,pages_read_engagement,pages_manage_metadata",
    state: "st/1",
  });
  const back = await simulator.consents(address);
  assert.equal(back.searchParams.get("state"), "st/1");
  const code = back.searchParams.get("code");
  const anybody = apiOf(`${told.facebook_app_id}|${told.facebook_app_secret}`);
  const path = ["oauth", "access_token"];
  const exchange = () =>
    anybody.call("GET", path, { ...app, redirect_uri: told.redirect_uri, code });
  const short = await exchange();
  await trial.tries("a code works once", () => refused(100, 36009, exchange));
  const longer = { ...app, grant_type: "fb_exchange_token", fb_exchange_token: short.access_token };
  const long = await anybody.call("GET", path, longer);
  assert.ok(long.expires_in > 50 * 24 * 3600, JSON.stringify(long));
  return long.access_token;
}

/** All that a cursor gives, page by page. */
async function whole(cursor) {
  const found = [];
  for (let page = await cursor; ; page = await page.next()) {
    found.push(...page);
    if (!page.hasNext()) return found;
  }
}

async function pages(token) {
  const fields = ["id", "name", "access_token", "instagram_business_account"];
  const found = await whole(new User("me", {}, null, apiOf(token)).getAccounts(fields));
  const ours = found.find((page) => page.id === told.page_id);
  assert.equal(ours.instagram_business_account.id, told.ig_id);
  return ours.access_token;
}

async function instagramLogin() {
  const code = (await simulator.control("fixture")).code;
  // Instagram's own addresses bear no version, so they are called in full.
  const call = (method, path, query) => {
    const address = `${simulator.base}/${path}`;
    const asked = new URLSearchParams(query);
    return method === "POST"
      ? apiOf(told.token).call(method, address, query)
      : apiOf(told.token).call(method, `${address}?${asked}`);
  };
  const short = await call("POST", "oauth/access_token", {
    client_id: told.app_id,
    client_secret: told.app_secret,
    grant_type: "authorization_code",
    redirect_uri: told.redirect_uri,
    code,
  });
  const long = await call("GET", "access_token", {
    grant_type: "ig_exchange_token",
    client_secret: told.app_secret,
    access_token: short.access_token,
  });
  assert.equal(long.token_type, "bearer");
  await simulator.control("clock", { advance_ms: 25 * 3600 * 1000 });
  const again = { grant_type: "ig_refresh_token", access_token: long.access_token };
  const fresh = await call("GET", "refresh_access_token", again);
  assert.ok(fresh.expires_in > 50 * 24 * 3600, JSON.stringify(fresh));
}

trial.cannot("show a sign-in dialog", "it has none; its calls exchange what the dialog gives");
trial.cannot("prove the app's secret", "it adds no appsecret_proof");
const userToken = await trial.tries("Facebook Login: code, token, long-lived token", signsIn);
const pageToken = await trial.tries("me/accounts", () => pages(userToken));
await trial.tries("Instagram Login: code, token, long-lived, refreshed", instagramLogin);

const api = apiOf(pageToken ?? told.page_token);
const account = new IGUser(told.ig_id, {}, null, api);
const page = new Page(told.page_id, {}, null, api);
const write = (text, person = "sara") => simulator.act({ person, do: "message", text });
const her = async () => ({ id: (await write("سلام")).igsid });

await trial.tries("the account's fields", async () => {
  const me = await account.get(["id", "username", "name", "followers_count"]);
  assert.equal(me.username, told.username);
});

await trial.tries("media, page by page", async () => {
  for (let place = 0; place < 7; place += 1) {
    await simulator.control("media", { caption: `page ${place}` });
  }
  const found = await whole(account.getMedia(["id", "caption", "timestamp"], { limit: 3 }));
  const ids = new Set(found.map((media) => media.id));
  assert.ok(ids.size >= 7 && ids.size === found.length, `${ids.size} of ${found.length}`);
  const first = await account.getMedia(["id"], { limit: 3 });
  const second = await first.next();
  const back = await second.previous();
  assert.deepEqual([...back].map((media) => media.id), found.slice(0, 3).map((one) => one.id));
});

await trial.tries("conversations and their messages", async () => {
  const { igsid } = await write("قیمتش چنده؟");
  const threads = await page.getConversations(["id"], { platform: "INSTAGRAM", user_id: igsid });
  assert.equal(threads.length, 1);
  const messages = await threads[0].getMessages(["id", "message", "from"]);
  assert.equal(messages[0].message, "قیمتش چنده؟");
});

const comment = async (person = "ali") =>
  (await simulator.act({ person, do: "comment", text: "قیمت؟", media_id: told.media_id }))
    .comment_id;
const commentOf = (id) => new IGComment(id, {}, null, api);

await trial.tries("comments, page by page", async () => {
  const made = [await comment(), await comment(), await comment()];
  const media = new IGMedia(told.media_id, {}, null, api);
  const found = await whole(media.getComments(["id", "text", "from"], { limit: 2 }));
  const ids = found.map((one) => one.id);
  assert.ok(made.every((id) => ids.includes(id)));
});
await trial.tries("a reply under a comment", async () => {
  const mother = commentOf(await comment());
  const made = await mother.createReply([], { message: "دایرکت دادیم" });
  const found = await mother.getReplies(["id", "text"]);
  assert.deepEqual([found[0].id, found[0].text], [made.id, "دایرکت دادیم"]);
});
await trial.tries("a comment hidden and shown", async () => {
  const id = await comment();
  for (const hide of [true, false]) {
    await commentOf(id).update([], { hide });
    assert.equal((await commentOf(id).get(["hidden"])).hidden, hide);
  }
});
await trial.tries("a comment deleted", async () => {
  const id = await comment();
  await commentOf(id).delete([]);
  await refused(100, 33, () => commentOf(id).get(["text"]));
});
await trial.tries("insights of the account and of a media", async () => {
  const query = { metric: ["reach"], period: "day", metric_type: "total_value" };
  assert.equal((await account.getInsights([], query))[0].name, "reach");
  const media = new IGMedia(told.media_id, {}, null, api);
  assert.equal((await media.getInsights([], { metric: ["reach"] }))[0].period, "lifetime");
});

const file = (type, name) => ({ type, payload: { url: `https://shop.test/${name}` } });
const template = (payload) => ({ attachment: { type: "template", payload } });
const buttons = [
  { type: "postback", title: "بله", payload: "YES" },
  { type: "web_url", title: "فروشگاه", url: "https://shop.test" },
];
const choice = { content_type: "text", title: "آبی", payload: "BLUE" };
const mine = { type: "MEDIA_SHARE", payload: { id: told.media_id } };
const elements = [{ title: "مانتو", subtitle: "لینن", buttons }];
const human = { messaging_type: "MESSAGE_TAG", tag: "HUMAN_AGENT" };
const bodies = {
  "a text": { message: { text: "بله، موجوده" } },
  "an image": { message: { attachment: file("image", "a.jpg") } },
  "two images": { message: { attachments: [file("image", "a.jpg"), file("image", "b.jpg")] } },
  "an audio": { message: { attachment: file("audio", "a.m4a") } },
  "a video": { message: { attachment: file("video", "a.mp4") } },
  "a PDF": { message: { attachment: file("file", "a.pdf") } },
  "a heart": { message: { attachment: { type: "like_heart" } } },
  "a post of the account": { message: { attachment: mine } },
  "quick replies": { message: { text: "رنگش؟", quick_replies: [choice] } },
  "a generic template": { message: template({ template_type: "generic", elements }) },
  "a button template": { message: template({ template_type: "button", text: "؟", buttons }) },
  "a human agent's text": { message: { text: "پیگیری کردم" }, ...human },
};
const facebook = (body) => page.createMessage([], body);
const instagram = (body) => apiOf(told.token).call("POST", [told.ig_id, "messages"], body);

trial.cannot("send by Instagram Login as an object", "IGUser has no messages; its raw call has");
for (const [login, send] of [
  ["Facebook Login", facebook],
  ["Instagram Login", instagram],
]) {
  for (const [what, body] of Object.entries(bodies)) {
    await trial.tries(`${login}: sends ${what}`, async () => {
      const sent = await send({ recipient: await her(), ...body });
      assert.ok(sent.message_id && sent.recipient_id, JSON.stringify(sent));
    });
  }
  await trial.tries(`${login}: answers and loves a message`, async () => {
    const { igsid, mid } = await write("این؟");
    const recipient = { id: igsid };
    await send({ recipient, message: { text: "همین" }, reply_to: { mid } });
    const payload = { message_id: mid, reaction: "love" };
    await send({ recipient, sender_action: "REACT", payload });
  });
  await trial.tries(`${login}: typing and seen`, async () => {
    for (const action of ["TYPING_ON", "TYPING_OFF", "MARK_SEEN"]) {
      await send({ recipient: await her(), sender_action: action });
    }
  });
}

await trial.tries("a private reply, once", async () => {
  const body = { recipient: { comment_id: await comment("nika") }, message: { text: "سلام!" } };
  assert.ok((await facebook(body)).message_id);
  await refused(100, 2534025, () => facebook(body));
});
await trial.tries("webhooks subscribed and not", async () => {
  await page.createSubscribedApp([], { subscribed_fields: ["feed"] });
  assert.equal((await page.getSubscribedApps(["id"])).length, 1);
  await page.deleteSubscribedApps();
});
await trial.tries("errors keep their code, subcode and status", async () => {
  const nobody = new IGUser(told.ig_id, {}, null, apiOf("EAAnobody"));
  const error = await refused(190, undefined, () => nobody.get(["id"]));
  assert.equal(error.status, 400);
  await refused(100, undefined, () => account.get(["holograms"]));
  await simulator.control("faults", { kind: "rate_limited", code: 80002, budget: 1 });
  await refused(80002, undefined, () => account.get(["username"]));
  await simulator.control("faults", { heal: true });
  const recipient = await her();
  await simulator.control("clock", { advance_ms: 25 * 3600 * 1000 });
  await refused(10, 2534022, () => facebook({ recipient, message: { text: "دیر" } }));
});
trial.ends();

// `passport-facebook` against the simulator, with only its addresses changed: the sign-in that a
// web application does with it, each redirect as a browser makes it.

import assert from "node:assert/strict";

import Strategy from "passport-facebook";

import { Simulator, Trial } from "./trial.js";

const VERSION = "v26.0";
const simulator = await Simulator.at(process.argv[2]);
const told = simulator.fixture;
const trial = new Trial("passport-facebook");

function strategy(more = {}) {
  const options = {
    clientID: told.facebook_app_id,
    clientSecret: told.facebook_app_secret,
    callbackURL: told.redirect_uri,
    authorizationURL: `${simulator.base}/${VERSION}/dialog/oauth`,
    tokenURL: `${simulator.base}/${VERSION}/oauth/access_token`,
    profileURL: `${simulator.base}/${VERSION}/me`,
    profileFields: ["id", "displayName"],
    enableProof: true,
    scope: ["instagram_basic", "instagram_manage_messages", "pages_show_list"],
    ...more,
  };
  return new Strategy(options, (token, _refresh, parameters, profile, done) =>
    done(null, { token, parameters, profile }),
  );
}

/** One request that the strategy handles; how it ended. */
function handled(query, options = {}, of = strategy()) {
  return new Promise((ended) => {
    const act = Object.create(of);
    act.success = (user) => ended({ user });
    act.fail = (challenge) => ended({ refused: challenge });
    act.redirect = (address) => ended({ address: new URL(address) });
    act.error = (error) => ended({ error });
    act.authenticate({ query, headers: {}, connection: {} }, options);
  });
}

let back;
await trial.tries("sends the person to the consent page, which sends them back", async () => {
  const { address, error } = await handled({}, { state: "st/1" });
  assert.ok(address, error?.message);
  assert.equal(address.searchParams.get("client_id"), told.facebook_app_id);
  back = await simulator.consents(address);
  assert.equal(back.searchParams.get("state"), "st/1");
});
await trial.tries("exchanges the code and reads the profile with the proof", async () => {
  const { user, error } = await handled({ code: back.searchParams.get("code") });
  assert.ok(user, error?.message);
  assert.equal(user.parameters.token_type, "bearer");
  assert.ok(user.profile.id && user.profile.displayName, user.profile._raw);
});
await trial.tries("a code that was used is refused in the Graph's words", async () => {
  const { error } = await handled({ code: back.searchParams.get("code") });
  assert.equal(error.name, "FacebookTokenError");
  assert.deepEqual([error.code, error.subcode], [100, 36009]);
});
await trial.tries("a wrong secret is told apart", async () => {
  const { address } = await handled({});
  const code = (await simulator.consents(address)).searchParams.get("code");
  const wrong = strategy({ clientSecret: "wrong" });
  const { error } = await handled({ code }, {}, wrong);
  assert.equal(error.name, "FacebookTokenError");
});
await trial.tries("a person who says no comes back with the reason", async () => {
  const query = { error: "access_denied", error_code: "200", error_reason: "user_denied" };
  const { refused } = await handled({ ...query, error_description: "Permissions error" });
  assert.ok(refused, "it does not fail");
});
trial.cannot("refresh a token", "it only signs in");
trial.cannot("sign in by Instagram's own login", "it is made for Facebook's dialog");
trial.ends();

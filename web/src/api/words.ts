import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { Intent } from "./types";

/** The API answers with codes; these are their words. An unknown code gets a general sentence. */
type Words = Record<string, MessageDescriptor>;

const reasons: Words = {
  unsure: msg`The AI is not sure what is meant`,
  human_wanted: msg`Wants to talk to a person`,
  complaint: msg`Is unhappy`,
  order_wanted: msg`Wants to order`,
  change_order: msg`Wants to change an order`,
  cancel_order: msg`Wants to cancel an order`,
  return_refund: msg`Return or refund`,
  privacy_request: msg`Asks about their data`,
  not_in_sheet: msg`The answer is not in your policy sheet`,
  no_product: msg`It is not clear which product is meant`,
  injection: msg`Tries to command the AI`,
  abuse: msg`Insult or threat`,
  opted_out: msg`Wants no automated messages`,
  draft_mode: msg`The AI only drafts, as set`,
  ai_off: msg`The AI is switched off`,
  send_failed: msg`A message could not be sent`,
  send_unknown: msg`Not known whether a message arrived`,
  receipt: msg`Sent a receipt`,
  attachment: msg`Sent something the AI can't read`,
  order_not_found: msg`Asks about an order that is not theirs`,
  discount: msg`Asks for a discount`,
  spam: msg`Looks like spam`,
  person_handles: msg`Wrote while a person answers`,
  snooze_over: msg`Its snooze is over`,
};

/** Why a person is asked to look. */
export const reason = (code: string) => reasons[code] ?? msg`Someone should look`;

const rules: Words = {
  standard_window: msg`Inside the reply window that the customer opened`,
  human_agent: msg`A person's own answer, within 7 days after the customer wrote`,
  private_reply: msg`The one private reply to a comment`,
  comment_act: msg`A public act under your own post`,
  no_window: msg`The customer has never opened a reply window`,
  window_closed: msg`The reply window is closed`,
  private_reply_used: msg`The private reply of this comment is already used`,
  private_reply_too_old: msg`The comment is older than 7 days, too old for a private reply`,
  opted_out: msg`The customer wants no automated messages`,
  person_handles: msg`A person answers here, so the AI stays silent`,
  account_unusable: msg`The Instagram account is disconnected`,
  thread_elsewhere: msg`Another app answers in this conversation now`,
  text_too_long: msg`The text is too long for one message`,
  text_empty: msg`There is no text`,
  comment_hidden: msg`A hidden comment takes no replies`,
  rate_budget: msg`Instagram's rate limit is reached; it goes on by itself soon`,
};

/** A rule of Instagram's policy or ours. */
export const rule = (code: string) => rules[code] ?? msg`A rule of Instagram`;

/** Where a rule is written down, for the "why" panel: Meta's own names of the documents. */
const sources: Words = {
  standard_window: msg`Meta, Messaging policy: 24-hour standard window`,
  window_closed: msg`Meta, Messaging policy: 24-hour standard window`,
  no_window: msg`Meta, Messaging policy: the person writes first`,
  human_agent: msg`Meta, Human Agent tag: 7 days, by a person only`,
  private_reply: msg`Meta, Private replies: one within 7 days`,
  private_reply_used: msg`Meta, Private replies: one within 7 days`,
  private_reply_too_old: msg`Meta, Private replies: one within 7 days`,
  comment_act: msg`Meta, Comment moderation`,
  comment_hidden: msg`Meta, Comment moderation`,
  text_too_long: msg`Meta, Send API: at most 1000 bytes`,
  rate_budget: msg`Meta, Rate limits`,
  opted_out: msg`Meta, Platform Terms: respect an opt-out`,
  person_handles: msg`Your own setting of this conversation`,
};
export const ruleSource = (code: string) => sources[code];

const intents: Words = {
  greeting: msg`greeting`,
  product_question: msg`question about a product`,
  price: msg`price`,
  stock: msg`stock`,
  size: msg`size`,
  material: msg`material`,
  shipping_cost: msg`shipping cost`,
  shipping_time: msg`shipping time`,
  place_order: msg`wants to order`,
  order_status: msg`order status`,
  change_order: msg`change of an order`,
  cancel_order: msg`cancelling an order`,
  return_refund: msg`return or refund`,
  payment: msg`payment`,
  discount: msg`discount`,
  complaint: msg`complaint`,
  human: msg`wants a person`,
  opt_out: msg`wants no messages`,
  privacy_request: msg`request about their data`,
  thanks: msg`thanks`,
  spam: msg`spam`,
  abuse: msg`insult`,
  injection: msg`command to the AI`,
  other: msg`something else`,
};
export const intent = (code: string) => intents[code] ?? msg`something else`;

/** Meanings that a member can teach; spam, insults and commands are judged apart from meaning. */
export const teachable = Object.keys(intents).filter(
  (code) => !["spam", "abuse", "injection"].includes(code),
) as Intent[];

const entities: Words = {
  product: msg`product`,
  variant: msg`variant`,
  size: msg`size`,
  colour: msg`colour`,
  quantity: msg`quantity`,
  amount: msg`amount`,
  phone: msg`phone`,
  postal_code: msg`postal code`,
  city: msg`city`,
  address: msg`address`,
  order_code: msg`order code`,
  url: msg`link`,
  username: msg`username`,
  date: msg`date`,
};
export const entity = (code: string) => entities[code] ?? msg`other`;

const facts: Words = {
  price: msg`Price`,
  stock: msg`Stock`,
  shipping: msg`Shipping`,
  policy: msg`Policy sheet`,
  order: msg`Order`,
  size: msg`Size guide`,
  material: msg`Material`,
  product: msg`Product`,
};
export const factKind = (code: string) => facts[code] ?? msg`Fact`;

const outcomes: Words = {
  answer: msg`Answered`,
  draft: msg`Drafted for a person`,
  silent: msg`Stayed silent`,
  hand_over: msg`Handed over to a person`,
  opt_out: msg`Stopped automated messages`,
  opt_in: msg`Started automated messages again`,
  hide_as_spam: msg`Hidden as spam`,
};
export const outcome = (code: string) => outcomes[code] ?? msg`Decided`;

const languages: Words = {
  fa: msg`Persian`,
  en: msg`English`,
  finglish: msg`Persian in Latin letters`,
};
export const languageName = (code: string) => languages[code] ?? msg`not known`;

const orderStates: Words = {
  draft: msg`Draft`,
  awaiting_payment: msg`Awaiting payment`,
  paid: msg`Paid`,
  packing: msg`Being packed`,
  shipped: msg`Shipped`,
  delivered: msg`Delivered`,
  cancelled: msg`Cancelled`,
  returned: msg`Returned`,
};
export const orderState = (code: string) => orderStates[code] ?? msg`Not known`;

const moves: Words = {
  awaiting_payment: msg`Agree and hold the stock`,
  paid: msg`Mark as paid`,
  packing: msg`Start packing`,
  shipped: msg`Mark as shipped`,
  delivered: msg`Mark as delivered`,
  cancelled: msg`Cancel the order`,
  returned: msg`Mark as returned`,
};
export const orderMove = (code: string) => moves[code] ?? orderState(code);

const openers: Words = {
  message: msg`by a message`,
  story_reply: msg`by a reply to a story`,
  story_mention: msg`by a mention in a story`,
  postback: msg`by a tap on a button`,
  quick_reply: msg`by a tap on a quick reply`,
  reaction: msg`by a reaction`,
  comment: msg`by a comment`,
  referral: msg`through a link`,
  ad_message: msg`through an advertisement`,
};
export const openedBy = (code: string) => openers[code] ?? msg`by the customer`;

const attachments: Words = {
  image: msg`Photo`,
  video: msg`Video`,
  audio: msg`Voice message`,
  file: msg`File`,
  ig_post: msg`Shared post`,
  ig_reel: msg`Shared reel`,
  reel: msg`Shared reel`,
  share: msg`Shared post`,
  story_mention: msg`Mention in a story`,
};
export const attachment = (code: string) => attachments[code] ?? msg`Attachment`;

const scopes: Words = {
  instagram_business_basic: msg`See the account and its posts`,
  instagram_business_manage_messages: msg`Read and answer direct messages`,
  instagram_business_manage_comments: msg`Read and answer comments`,
  instagram_basic: msg`See the account and its posts`,
  instagram_manage_messages: msg`Read and answer direct messages`,
  instagram_manage_comments: msg`Read and answer comments`,
  pages_show_list: msg`See which Page belongs to the account`,
  pages_read_engagement: msg`Read the Page's content`,
  pages_manage_metadata: msg`Receive events from the Page`,
};
export const scope = (code: string) => scopes[code] ?? msg`A permission of Instagram`;

const connectErrors: Words = {
  denied: msg`Instagram was not allowed to connect. Nothing was changed.`,
  taken: msg`This account belongs to another business already.`,
  not_subscribed: msg`Instagram refused to send events of this account. Try again in a moment.`,
  signed_out: msg`You were signed out meanwhile. Sign in and start again.`,
  forbidden: msg`Your role may not connect accounts.`,
  state: msg`The connection took too long or was opened elsewhere. Start again from here.`,
  code_used: msg`The sign-in took too long or was opened twice. Start again from here.`,
  no_account: msg`No professional account was shared. Link the account to a Page, then choose both when Facebook asks.`,
  wrong_app: msg`Meta does not know this server's app. Whoever runs it looks with palette doctor.`,
  redirect_mismatch: msg`This server's address is not registered with Meta's app. Whoever runs it looks with palette doctor.`,
  not_configured: msg`This server has no Instagram app yet. Whoever runs it sets the app's id and secret.`,
  not_allowed: msg`A permission is missing. Start again and leave every box ticked.`,
};
export const connectError = (code: string) =>
  connectErrors[code] ?? msg`Instagram could not be connected. Try again in a moment.`;

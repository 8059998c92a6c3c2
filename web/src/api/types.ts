import type { components } from "./schema";

/** The API's shapes by their short names, so that pages don't spell out the generated path. */
type Schemas = components["schemas"];
export type Me = Schemas["Me"];
export type Money = Schemas["Money"];
export type Bilingual = Schemas["Bilingual"];
export type PolicySheet = Schemas["PolicySheet"];
export type AiSettings = Schemas["AiSettings"];
export type Account = Schemas["Account"];
export type WindowView = Schemas["WindowView"];
export type ConversationRow = Schemas["ConversationRow"];
export type Conversation = Schemas["Conversation"];
export type CustomerRef = Schemas["CustomerRef"];
export type MediaRow = Schemas["MediaRow"];
export type Draft = Schemas["Draft"];
export type Line = Schemas["Line"];
export type Entry = Schemas["Entry"];
export type Decision = Schemas["Decision"];
export type CommentView = Schemas["CommentView"];
export type OrderState = Schemas["OrderState"];
export type OrderRow = Schemas["OrderRow"];
export type Order = Schemas["Order"];
export type Variant = Schemas["Variant"];
export type VariantEdit = Schemas["VariantEdit"];
export type Product = Schemas["Product"];
export type ProductEdit = Schemas["ProductEdit"];
export type Problem = Schemas["Problem"];
export type Page<T> = { items: T[]; next?: string | null };

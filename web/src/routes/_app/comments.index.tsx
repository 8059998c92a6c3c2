import { createFileRoute } from "@tanstack/react-router";
import { NoPost } from "../../comments/NoPost";

export const Route = createFileRoute("/_app/comments/")({ component: NoPost });

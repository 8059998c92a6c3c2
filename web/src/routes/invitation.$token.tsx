import { createFileRoute } from "@tanstack/react-router";
import { Invitation } from "../shell/Invitation";

export const Route = createFileRoute("/invitation/$token")({ component: Page });

function Page() {
  const { token } = Route.useParams();
  return <Invitation token={token} />;
}

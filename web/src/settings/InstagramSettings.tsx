import { Trans, useLingui } from "@lingui/react/macro";
import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useRouteContext, useSearch } from "@tanstack/react-router";
import { AtSign, Check, CircleAlert, Unplug } from "lucide-react";
import { useState } from "react";
import { api, ask } from "../api/client";
import { accountsQuery } from "../api/queries";
import type { Account } from "../api/types";
import { connectError, scope } from "../api/words";
import { dateTime, longDate } from "../i18n/format";
import { useBusiness } from "../shell/business";
import { useErrorWords } from "../shell/Errors";
import { Card } from "../shell/layout";
import { Button } from "../ui/Button";
import { Chip } from "../ui/Chip";
import { Window } from "../ui/Drawer";
import { Icon } from "../ui/Icon";
import { Empty } from "../ui/States";
import { complain, say } from "../ui/Toasts";

type Login = Account["login"];

/** The connected accounts, and how to connect one more. */
export function InstagramSettings() {
  const { t } = useLingui();
  const business = useBusiness();
  const { connected, error } = useSearch({ from: "/_app/settings/instagram" });
  const { data } = useSuspenseQuery(accountsQuery(business.id));
  return (
    <>
      {connected ? (
        <p role="status" className="flex gap-2 rounded-card bg-ok-soft px-4 py-3 text-ok">
          <Icon of={Check} className="mt-1" />
          <Trans>The account is connected. Messages and comments arrive from now on.</Trans>
        </p>
      ) : null}
      {error ? (
        <p role="alert" className="flex gap-2 rounded-card bg-bad-soft px-4 py-3 text-bad">
          <Icon of={CircleAlert} className="mt-1" />
          {t(connectError(String(error)))}
        </p>
      ) : null}
      <Card title={<Trans>Accounts</Trans>}>
        {data.items.length === 0 ? (
          <Empty icon={AtSign} title={t`No account is connected yet`}>
            {t`Connect your professional Instagram account below; it takes a minute.`}
          </Empty>
        ) : (
          <ul className="flex flex-col divide-y divide-line">
            {data.items.map((account) => (
              <li key={account.id} className="py-4 first:pt-0 last:pb-0">
                <AccountRow account={account} />
              </li>
            ))}
          </ul>
        )}
      </Card>
      {business.may("manage_settings") ? <Connect /> : null}
    </>
  );
}

function useConnect() {
  const { id: business_id } = useBusiness();
  const words = useErrorWords();
  return useMutation({
    mutationFn: (login: Login) =>
      ask(
        api.POST("/api/v1/businesses/{business_id}/accounts/connect", {
          params: { path: { business_id } },
          body: { login },
        }),
      ),
    onSuccess: ({ authorize_url }) => location.assign(authorize_url),
    onError: (error) => complain(words(error)),
  });
}

function Connect() {
  const { me } = useRouteContext({ from: "/_app" });
  const connect = useConnect();
  const pending = (login: Login) => connect.isPending && connect.variables === login;
  return (
    <Card title={<Trans>Connect an account</Trans>}>
      {me.instagram_ready ? null : (
        <p role="status" className="mb-3 rounded-control bg-warn-soft px-3 py-2 text-warn">
          <Trans>
            This server has no Instagram app yet. Whoever runs it sets the app's id and secret;
            until then nothing can be connected.
          </Trans>
        </p>
      )}
      <div className="grid gap-4 sm:grid-cols-2">
        <div className="flex flex-col items-start gap-2">
          <h3 className="font-medium">
            <Trans>With Instagram</Trans>
          </h3>
          <p className="grow text-ink-2">
            <Trans>For a professional account without a Facebook Page. The simplest way.</Trans>
          </p>
          <Button
            look="primary"
            isDisabled={!me.instagram_ready}
            isPending={pending("instagram")}
            onPress={() => connect.mutate("instagram")}
          >
            <Trans>Connect with Instagram</Trans>
          </Button>
        </div>
        <div className="flex flex-col items-start gap-2">
          <h3 className="font-medium">
            <Trans>With Facebook</Trans>
          </h3>
          <p className="grow text-ink-2">
            <Trans>For an account that is linked to a Facebook Page you manage.</Trans>
          </p>
          <Button
            isDisabled={!me.instagram_ready}
            isPending={pending("facebook")}
            onPress={() => connect.mutate("facebook")}
          >
            <Trans>Connect with Facebook</Trans>
          </Button>
        </div>
      </div>
    </Card>
  );
}

function AccountRow({ account }: { account: Account }) {
  const { t } = useLingui();
  const business = useBusiness();
  const connect = useConnect();
  const status = {
    active: <Chip tone="ok">{t`Connected`}</Chip>,
    token_dead: <Chip tone="bad">{t`Connection ended`}</Chip>,
    disconnected: <Chip>{t`Disconnected`}</Chip>,
  }[account.status];
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-3">
        <bdi dir="ltr" className="text-lg font-semibold">
          @{account.username}
        </bdi>
        {status}
        <span className="text-sm text-ink-3">
          {account.login === "instagram" ? t`With Instagram` : t`With Facebook`}
        </span>
      </div>
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-sm">
        <dt className="text-ink-3">{t`Connected since`}</dt>
        <dd>{longDate(new Date(account.connected_at))}</dd>
        <dt className="text-ink-3">{t`Last event from Instagram`}</dt>
        <dd>
          {account.last_webhook_at ? dateTime(new Date(account.last_webhook_at)) : t`none yet`}
        </dd>
        {account.token_expires_at ? (
          <>
            <dt className="text-ink-3">{t`Renewed by itself before`}</dt>
            <dd>{longDate(new Date(account.token_expires_at))}</dd>
          </>
        ) : null}
      </dl>
      {account.missing_scopes.length > 0 ? <Missing account={account} /> : null}
      {account.notices.map((notice) => (
        <p key={notice.code} role="status" className="rounded-control bg-warn-soft px-3 py-2">
          <span className="flex gap-2 font-medium text-warn">
            <Icon of={CircleAlert} className="mt-1" />
            {notice.title}
            {notice.until ? ` (${longDate(new Date(notice.until))})` : null}
          </span>
          {notice.detail}
        </p>
      ))}
      {business.may("manage_settings") ? (
        <div className="flex flex-wrap gap-2">
          {account.status !== "active" || account.missing_scopes.length > 0 ? (
            <Button
              size="small"
              look="primary"
              isPending={connect.isPending}
              onPress={() => connect.mutate(account.login)}
            >
              <Trans>Connect again</Trans>
            </Button>
          ) : null}
          {account.status === "disconnected" ? null : <Disconnect account={account} />}
        </div>
      ) : null}
    </div>
  );
}

function Missing({ account }: { account: Account }) {
  const { t } = useLingui();
  return (
    <div className="rounded-control bg-warn-soft px-3 py-2">
      <p className="flex gap-2 font-medium text-warn">
        <Icon of={CircleAlert} className="mt-1" />
        <Trans>These permissions were not given, so a part of the work is missing:</Trans>
      </p>
      <ul className="ms-7 list-disc">
        {account.missing_scopes.map((name) => (
          <li key={name}>
            {t(scope(name))} <bdi className="code font-mono text-sm text-ink-3">{name}</bdi>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Disconnect({ account }: { account: Account }) {
  const { t } = useLingui();
  const { id: business_id } = useBusiness();
  const client = useQueryClient();
  const words = useErrorWords();
  const [asked, setAsked] = useState(false);
  const cut = useMutation({
    mutationFn: () =>
      ask(
        api.DELETE("/api/v1/businesses/{business_id}/accounts/{account_id}", {
          params: { path: { business_id, account_id: account.id } },
        }),
      ),
    onSuccess: () => {
      say(t`The account is disconnected.`);
      return client.invalidateQueries(accountsQuery(business_id));
    },
    onError: (error) => complain(words(error)),
    onSettled: () => setAsked(false),
  });
  return (
    <>
      <Button size="small" look="danger" onPress={() => setAsked(true)}>
        <Icon of={Unplug} />
        <Trans>Disconnect</Trans>
      </Button>
      <Window title={t`Disconnect the account?`} isOpen={asked} onClose={() => setAsked(false)}>
        <div className="flex flex-col gap-4">
          <p>
            <Trans>
              Nothing arrives from Instagram and nothing is sent any more. Conversations and orders
              stay. You can connect it again at any time.
            </Trans>
          </p>
          <div className="flex flex-wrap justify-end gap-2">
            <Button onPress={() => setAsked(false)}>
              <Trans>Leave it as it is</Trans>
            </Button>
            <Button look="danger" isPending={cut.isPending} onPress={() => cut.mutate()}>
              <Trans>Disconnect</Trans>
            </Button>
          </div>
        </div>
      </Window>
    </>
  );
}

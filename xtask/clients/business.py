"""Meta's `facebook-business` against the simulator, with only its base address changed."""

import sys
import urllib.parse

from facebook_business.adobjects.igcomment import IGComment
from facebook_business.adobjects.igmedia import IGMedia
from facebook_business.adobjects.iguser import IGUser
from facebook_business.adobjects.page import Page
from facebook_business.adobjects.user import User
from facebook_business.api import FacebookAdsApi
from facebook_business.session import FacebookSession
from trial import Simulator, Trial, refused, same

VERSION = "v26.0"
DAY_MS = 24 * 3600 * 1000

simulator = Simulator(sys.argv[1])
told = simulator.fixture
trial = Trial("facebook-business")
FacebookSession.GRAPH = simulator.base


def api_of(token, app="facebook"):
    """An API of the library in the name of a token; it adds `appsecret_proof` by itself."""
    prefix = "facebook_" if app == "facebook" else ""
    session = FacebookSession(told[f"{prefix}app_id"], told[f"{prefix}app_secret"], token)
    return FacebookAdsApi(session, api_version=VERSION)


def signs_in():
    """The library has no dialog of its own: the address is ours, all calls are the library's."""
    query = {
        "client_id": told["facebook_app_id"],
        "redirect_uri": told["redirect_uri"],
        "response_type": "code",
        "scope": "instagram_basic,instagram_manage_messages,instagram_manage_comments,"
        "instagram_manage_insights,pages_show_list,pages_read_engagement,pages_manage_metadata",
        "state": "st/1",
    }
    address = f"{simulator.base}/{VERSION}/dialog/oauth?{urllib.parse.urlencode(query)}"
    back = simulator.consents(address)
    same(back["state"], "st/1")
    anybody = api_of(f"{told['facebook_app_id']}|{told['facebook_app_secret']}")
    app = {
        "client_id": told["facebook_app_id"],
        "client_secret": told["facebook_app_secret"],
    }
    exchange = {**app, "redirect_uri": told["redirect_uri"], "code": back["code"]}
    path = ("oauth", "access_token")
    short = anybody.call("GET", path, params=exchange).json()["access_token"]
    used = lambda: anybody.call("GET", path, params=exchange)
    trial.tries("a code works once", lambda: refused(100, 36009, used))
    longer = {**app, "grant_type": "fb_exchange_token", "fb_exchange_token": short}
    long = anybody.call("GET", path, params=longer).json()
    assert long["expires_in"] > 50 * 24 * 3600, long
    return long["access_token"]


def pages(user_token):
    user = User("me", api=api_of(user_token))
    found = list(user.get_accounts(fields=["id", "name", "access_token", "tasks",
                                           "instagram_business_account"]))
    ours = next(page for page in found if page["id"] == told["page_id"])
    same(ours["instagram_business_account"]["id"], told["ig_id"])
    granted = {one["permission"] for one in user.get_permissions() if one["status"] == "granted"}
    assert "instagram_manage_messages" in granted, granted
    return ours["access_token"]


def inspects(user_token):
    app = api_of(f"{told['facebook_app_id']}|{told['facebook_app_secret']}")
    data = app.call("GET", ("debug_token",), params={"input_token": user_token}).json()["data"]
    assert data["is_valid"] and "instagram_basic" in data["scopes"], data


def instagram_login():
    """Instagram Login has no Page: short, long, refreshed; each by the library's raw call."""
    form = {
        "client_id": told["app_id"],
        "client_secret": told["app_secret"],
        "grant_type": "authorization_code",
        "redirect_uri": told["redirect_uri"],
        "code": simulator.control("fixture")["code"],
    }
    api = api_of(told["token"], app="instagram")
    short = api.call("POST", f"{simulator.base}/oauth/access_token", params=form).json()
    secret = {"grant_type": "ig_exchange_token", "client_secret": told["app_secret"]}
    given = {**secret, "access_token": short["access_token"]}
    api = api_of(short["access_token"], app="instagram")
    long = api.call("GET", f"{simulator.base}/access_token", params=given).json()
    same(long["token_type"], "bearer")
    again = {"grant_type": "ig_refresh_token", "access_token": long["access_token"]}
    api = api_of(long["access_token"], app="instagram")
    refresh = lambda: api.call("GET", f"{simulator.base}/refresh_access_token", params=again)
    try:
        refresh()
    except Exception as early:
        assert early.http_status() == 400, early
    else:
        raise AssertionError("a token of a few seconds was refreshed")
    simulator.control("clock", {"advance_ms": 25 * 3600 * 1000})
    assert refresh().json()["expires_in"] > 50 * 24 * 3600


trial.cannot("show a sign-in dialog", "it has none; its calls exchange what the dialog gives")
user_token = trial.tries("Facebook Login: code, token, long-lived token", signs_in)
page_token = trial.tries("me/accounts and me/permissions", lambda: pages(user_token))
trial.tries("debug_token", lambda: inspects(user_token))
trial.tries("Instagram Login: code, token, long-lived, refreshed after a day", instagram_login)

api = api_of(page_token or told["page_token"])
account = IGUser(told["ig_id"], api=api)
page = Page(told["page_id"], api=api)
simulator.act(person="sara", do="message", text="سلام")


def about_itself():
    me = account.api_get(fields=["id", "username", "name", "followers_count", "media_count"])
    same(me["username"], told["username"])


def media_in_pages():
    for place in range(7):
        simulator.control("media", {"caption": f"page {place}"})
    fields = ["id", "caption", "media_type", "media_product_type", "permalink", "timestamp"]
    cursor = account.get_media(fields=fields, params={"limit": 3})
    ids = [media["id"] for media in cursor]
    assert len(ids) >= 7 and len(set(ids)) == len(ids), ids
    one = IGMedia(ids[0], api=api).api_get(fields=[*fields, "comments_count", "owner"])
    same(one["caption"], "page 6")


def her():
    person = simulator.act(person="sara", do="message", text="قیمتش چنده؟")["igsid"]
    return {"id": person}


def conversations():
    person = her()
    query = {"platform": "INSTAGRAM", "user_id": person["id"]}
    threads = list(page.get_conversations(params=query))
    same(len(threads), 1)
    words = threads[0].get_messages(fields=["id", "message", "from", "created_time"])
    same(next(iter(words))["message"], "قیمتش چنده؟")


trial.tries("the account's fields", about_itself)
trial.tries("media, page by page, and one media", media_in_pages)
trial.tries("conversations and their messages", conversations)


def comment(text="قیمت؟", person="ali"):
    act = {"person": person, "do": "comment", "text": text, "media_id": told["media_id"]}
    return simulator.act(**act)["comment_id"]


def comments():
    made = [comment(f"c{place}") for place in range(5)]
    fields = ["id", "text", "timestamp", "username", "from", "hidden"]
    cursor = IGMedia(told["media_id"], api=api).get_comments(fields=fields, params={"limit": 2})
    found = [one["id"] for one in cursor]
    assert set(made) <= set(found) and len(found) == len(set(found)), found


def replies():
    mother = IGComment(comment(), api=api)
    made = mother.create_reply(params={"message": "دایرکت دادیم"})
    found = list(mother.get_replies(fields=["id", "text"]))
    same([(one["id"], one["text"]) for one in found], [(made["id"], "دایرکت دادیم")])


def hides():
    one = IGComment(comment(), api=api)
    for hidden in (True, False):
        one.api_update(params={"hide": hidden})
        same(IGComment(one["id"], api=api).api_get(fields=["hidden"])["hidden"], hidden)


def deletes():
    one = comment()
    IGComment(one, api=api).api_delete()
    gone = lambda: IGComment(one, api=api).api_get(fields=["text"])
    refused(100, 33, gone)


def own_comment():
    media = IGMedia(told["media_id"], api=api)
    made = media.create_comment(params={"message": "موجود شد"})
    same(IGComment(made["id"], api=api).api_get(fields=["text"])["text"], "موجود شد")


for what, act in [
    ("comments, page by page", comments),
    ("a reply under a comment", replies),
    ("a comment hidden and shown", hides),
    ("a comment deleted", deletes),
    ("a comment of our own", own_comment),
]:
    trial.tries(what, act)


def insights():
    found = list(account.get_insights(params={"metric": ["reach"], "period": ["day"],
                                              "metric_type": "total_value"}))
    same([one["name"] for one in found], ["reach"])
    found = list(IGMedia(told["media_id"], api=api).get_insights(params={"metric": ["reach"]}))
    same([(one["name"], one["period"]) for one in found], [("reach", "lifetime")])


trial.tries("insights of the account and of a media", insights)

IMAGE = {"type": "image", "payload": {"url": "https://shop.test/a.jpg"}}
BUTTON = {"type": "postback", "title": "بله", "payload": "YES"}
LINK = {"type": "web_url", "title": "فروشگاه", "url": "https://shop.test"}


def template(**payload):
    return {"attachment": {"type": "template", "payload": payload}}


def of_type(kind, name):
    return {"attachment": {"type": kind, "payload": {"url": f"https://shop.test/{name}"}}}


BODIES = {
    "a text": {"message": {"text": "بله، موجوده"}},
    "a text as a response": {"message": {"text": "بله"}, "messaging_type": "RESPONSE"},
    "an image": {"message": {"attachment": IMAGE}},
    "two images": {"message": {"attachments": [IMAGE, IMAGE]}},
    "an audio": {"message": of_type("audio", "a.m4a")},
    "a video": {"message": of_type("video", "a.mp4")},
    "a PDF": {"message": of_type("file", "a.pdf")},
    "a heart": {"message": {"attachment": {"type": "like_heart"}}},
    "a post of the account": {
        "message": {"attachment": {"type": "MEDIA_SHARE", "payload": {"id": told["media_id"]}}}
    },
    "quick replies": {
        "message": {
            "text": "رنگش؟",
            "quick_replies": [{"content_type": "text", "title": "آبی", "payload": "BLUE"}],
        }
    },
    "a generic template": {
        "message": template(
            template_type="generic",
            elements=[{"title": "مانتو", "subtitle": "لینن", "buttons": [BUTTON, LINK]}],
        )
    },
    "a button template": {
        "message": template(template_type="button", text="کدوم؟", buttons=[BUTTON, LINK])
    },
    "a human agent's text": {
        "message": {"text": "پیگیری کردم"},
        "messaging_type": "MESSAGE_TAG",
        "tag": "HUMAN_AGENT",
    },
}


def sends(sender, body):
    answer = sender.create_message(params={"recipient": her(), **body})
    assert answer["message_id"] and answer["recipient_id"], answer


def answers_a_message(sender):
    told_now = simulator.act(person="sara", do="message", text="این؟")
    body = {"recipient": {"id": told_now["igsid"]}, "message": {"text": "همین"},
            "reply_to": {"mid": told_now["mid"]}}
    assert sender.create_message(params=body)["message_id"]
    react = {"recipient": {"id": told_now["igsid"]}, "sender_action": "REACT",
             "payload": {"message_id": told_now["mid"], "reaction": "love"}}
    sender.create_message(params=react)


def shows(sender, action):
    sender.create_message(params={"recipient": her(), "sender_action": action})


def uploads(sender):
    asset = {"attachment": {"type": "image", "payload": {"url": "https://shop.test/a.jpg",
                                                         "is_reusable": True}}}
    made = sender.create_message_attachment(params={"message": asset, "platform": "INSTAGRAM"})
    body = {"message": {"attachment": {"type": "image",
                                       "payload": {"attachment_id": made["attachment_id"]}}}}
    sends(sender, body)


instagram = IGUser(told["ig_id"], api=api_of(told["token"], app="instagram"))
for login, sender in (("Facebook Login", page), ("Instagram Login", instagram)):
    for what, body in BODIES.items():
        trial.tries(f"{login}: sends {what}", lambda: sends(sender, body))
    trial.tries(f"{login}: answers and loves a message", lambda: answers_a_message(sender))
    for action in ("TYPING_ON", "TYPING_OFF", "MARK_SEEN"):
        trial.tries(f"{login}: {action}", lambda: shows(sender, action))
    trial.tries(f"{login}: sends what it uploaded", lambda: uploads(sender))


def private_reply():
    body = {"recipient": {"comment_id": comment(person="nika")}, "message": {"text": "سلام!"}}
    assert page.create_message(params=body)["message_id"]
    refused(100, 2534025, lambda: page.create_message(params=body))


def menus():
    page_profile = {"platform": "INSTAGRAM",
                    "ice_breakers": [{"question": "سفارشم کجاست؟", "payload": "TRACK"}]}
    instagram.create_messenger_profile(params=page_profile)
    found = list(instagram.get_messenger_profile(fields=["ice_breakers"]))
    assert found, "no ice breakers"


def subscribes():
    page.create_subscribed_app(params={"subscribed_fields": ["feed"]})
    assert list(page.get_subscribed_apps())
    page.delete_subscribed_apps()


def errors():
    nobody = IGUser(told["ig_id"], api=api_of("EAAnobody"))
    error = refused(190, None, lambda: nobody.api_get(fields=["id"]))
    same((error.http_status(), error.api_error_type()), (400, "OAuthException"))
    refused(100, None, lambda: account.api_get(fields=["holograms"]))
    long = {"recipient": her(), "message": {"text": "ب" * 501}}
    refused(100, None, lambda: page.create_message(params=long))
    simulator.control("faults", {"kind": "rate_limited", "code": 613, "budget": 1})
    limited = {"recipient": her(), "message": {"text": "x"}}
    refused(613, 2534040, lambda: page.create_message(params=limited))
    simulator.control("faults", {"heal": True})
    late = {"recipient": her(), "message": {"text": "دیر"}}
    simulator.control("clock", {"advance_ms": DAY_MS + 3_600_000})
    refused(10, 2534022, lambda: page.create_message(params=late))


def batches():
    batch = api.new_batch()
    got = []
    for _ in range(2):
        account.api_get(fields=["username"], batch=batch, success=lambda a: got.append(a.json()))
    batch.execute()
    same([one["username"] for one in got], [told["username"]] * 2)


trial.tries("a private reply, once", private_reply)
trial.tries("ice breakers", menus)
trial.tries("webhooks subscribed and not", subscribes)
trial.tries("a batch of calls", batches)
trial.tries("errors keep their code, subcode and status", errors)
trial.ends()

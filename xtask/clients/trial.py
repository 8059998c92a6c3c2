"""The count and the report of a trial: each line says what was tried and how it ended."""

import json
import sys
import urllib.error
import urllib.parse
import urllib.request


class Trial:
    """Tries one thing after the other; what fails does not hide the rest."""

    def __init__(self, library):
        self.library = library
        self.passed = 0
        self.failed = 0

    def tries(self, what, act):
        """Runs `act`, which raises or asserts when it does not hold; gives what it gives."""
        try:
            given = act()
        except Exception as error:  # the trial goes on, the total tells
            self.failed += 1
            print(f"FAILED  {self.library}: {what}: {type(error).__name__}: {error}", flush=True)
            return None
        self.passed += 1
        print(f"ok      {self.library}: {what}", flush=True)
        return given

    def cannot(self, what, why):
        """Told, so that nobody takes it for tried: the library has no way to do it."""
        print(f"told    {self.library} can't: {what} ({why})", flush=True)

    def ends(self):
        print(f"{self.passed} passed, {self.failed} failed", flush=True)
        sys.exit(1 if self.failed else 0)


class Simulator:
    """The simulator's control API, and the person in front of its consent page."""

    def __init__(self, base):
        self.base = base.rstrip("/")
        self.fixture = self.control("fixture")

    def control(self, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.base}/control/{path}", data=data)
        with urllib.request.urlopen(request, timeout=20) as answer:
            return json.load(answer)

    def act(self, **act):
        return self.control("act", act)

    def consents(self, address):
        """Says yes to everything on the consent page; gives the query it is sent back with."""
        form = [("decision", "allow"), *((f"scope_{place}", "on") for place in range(1, 20))]
        request = urllib.request.Request(address, data=urllib.parse.urlencode(form).encode())
        away = urllib.request.build_opener(NoRedirect)
        try:
            away.open(request, timeout=20)
        except urllib.error.HTTPError as answer:
            place = urllib.parse.urlsplit(answer.headers["location"])
            return dict(urllib.parse.parse_qsl(place.query))
        raise AssertionError("the consent page sends nobody back")


class NoRedirect(urllib.request.HTTPRedirectHandler):
    """The redirect leads to a shop that is not there: only its address is wanted."""

    def redirect_request(self, *_args):
        return None


def same(found, wanted):
    """An assertion that says what it found."""
    if found != wanted:
        raise AssertionError(f"{found!r} instead of {wanted!r}")


def refused(code, subcode, act):
    """The call must be refused with this code and subcode; gives the error."""
    from facebook_business.exceptions import FacebookRequestError

    try:
        act()
    except FacebookRequestError as error:
        same((error.api_error_code(), error.api_error_subcode()), (code, subcode))
        return error
    raise AssertionError(f"not refused; {code}/{subcode} was expected")

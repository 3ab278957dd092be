"""A signed-in client whose second factor lies behind it."""

from django.test import Client

from touyan.organizations.models import Account
from touyan.organizations.second_factor import SEEN


def client_of(username: str) -> Client:
    client = Client()
    client.force_login(
        Account.objects.get(username=username), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    session = client.session
    session[SEEN] = True
    session.save()
    return client

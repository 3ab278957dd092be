"""The addresses of signing in that this product offers; accounts are opened by the administrator, never by a form."""

from allauth.account import views as account
from allauth.socialaccount import views as social
from allauth.usersessions import views as sessions
from django.urls import include, path

urlpatterns = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/", account.password_change, name="account_change_password"),
    path("sessions/", sessions.list_usersessions, name="usersessions_list"),
    path("second/", include("allauth.mfa.urls")),
    path("linked/", social.connections, name="socialaccount_connections"),
    path("linked/cancelled/", social.login_cancelled, name="socialaccount_login_cancelled"),
    path("linked/error/", social.login_error, name="socialaccount_login_error"),
    path("linked/signup/", social.signup, name="socialaccount_signup"),
    path("", include("allauth.socialaccount.providers.openid_connect.urls")),
]

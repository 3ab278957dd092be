"""allauth's forms for keys, with their one visible field in the reader's language."""

from __future__ import annotations

from typing import Any

from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django.utils.translation import gettext_lazy as _

LABEL = _("这把钥匙的名字")
HELP = _("例如“办公电脑”“我的手机”，便于以后辨认和移除。")


class AddKeyForm(AddWebAuthnForm):  # type: ignore[misc]
    """A passkey or security key is added."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        _named(self)


class EditKeyForm(EditWebAuthnForm):  # type: ignore[misc]
    """A key is given another name."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        _named(self)


def _named(form: Any) -> None:
    name = form.fields["name"]
    name.label, name.help_text, name.max_length = LABEL, HELP, 40
    name.widget.attrs["maxlength"] = 40

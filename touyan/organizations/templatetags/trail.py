"""How the journal speaks of actions."""

from django import template

from touyan.organizations.trail import label_of

register = template.Library()
register.filter("action_label", label_of)

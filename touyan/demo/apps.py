"""The demonstration city: fictional people, real structure, from a fixed seed."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "touyan.demo"
    label = "demo"
    verbose_name = "示例城市"

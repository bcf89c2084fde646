"""The addresses of the borrower's pages, under /."""

from django.urls import path, re_path

from forbear.portal import data_pages, home_pages, request_pages, sign_in_pages

app_name = "portal"
urlpatterns = [
    path("", home_pages.first, name="home"),
    path("owed/", home_pages.parts, name="parts"),
    path("pay/", home_pages.pay, name="pay"),
    path("messages/", home_pages.sent, name="messages"),
    path("why/", home_pages.why, name="why"),
    path("help/", home_pages.help_page, name="help"),
    path("time/", request_pages.time, name="time"),
    path("not-right/", request_pages.not_right, name="not_right"),
    path("talk/", request_pages.talk, name="talk"),
    path("complain/", request_pages.complain, name="complain"),
    path("write/", request_pages.write, name="write"),
    path("my-data/", data_pages.my_data, name="my_data"),
    path("my-data/copy/", data_pages.copy, name="copy"),
    path("preferences/", request_pages.preferences, name="preferences"),
    path("stop/", request_pages.stop, name="stop"),
    path("stop/<uuid:message_id>/", request_pages.stop_from_mail, name="stop_from_mail"),
    re_path(r"^done/(?P<what>time|not_right|talk|complain|write|stop)/$", request_pages.done, name="done"),
    path("type-size/", home_pages.type_size, name="type_size"),
    path("sign-in/", sign_in_pages.sign_in, name="sign_in"),
    path("sign-in/code/", sign_in_pages.code, name="code"),
    path("sign-out/", sign_in_pages.sign_out, name="sign_out"),
]

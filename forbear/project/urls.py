"""Which door answers which address."""

from django.urls import include, path

from forbear.api import health
from forbear.api.v1 import api

urlpatterns = [
    path("healthz", health.alive),
    path("readyz", health.ready),
    path("i18n/", include("django.conf.urls.i18n")),
    path("api/v1/", api.urls),
    path("desk/", include("forbear.workbench.urls")),
    path("", include("forbear.portal.urls")),
]

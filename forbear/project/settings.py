"""Django's settings, all derived from `configuration`. Nothing here is read anywhere else from the environment."""

import secrets
from functools import partial
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from psycopg.conninfo import conninfo_to_dict

from forbear.contact.lender import Lender
from forbear.kernel.errors import BadInput
from forbear.project import configuration, keys, postgres

CONFIGURATION = configuration.current()
PACKAGE = Path(__file__).resolve().parents[1]
FORBEAR_HOME = CONFIGURATION.home
FORBEAR_KEYS = FORBEAR_HOME / "keys"
FORBEAR_OPEN_VAULT = partial(keys.open_vault, CONFIGURATION)
FORBEAR_DEMO = CONFIGURATION.demo
FORBEAR_LENDER = Lender(
    {"zh-Hans": CONFIGURATION.lender_zh_hans, "zh-Hant": CONFIGURATION.lender_zh_hant, "en": CONFIGURATION.lender_en},
    CONFIGURATION.public_url.rstrip("/"), CONFIGURATION.service_phone, CONFIGURATION.service_hours,
    CONFIGURATION.complaint_phone,
)  # fmt: skip
FORBEAR_ENGINE = CONFIGURATION.engine
FORBEAR_OVERLAYS = [name.strip() for name in CONFIGURATION.overlays.split(",") if name.strip()]
FORBEAR_MARKET_ZONE = CONFIGURATION.zone


def _secret_key() -> str:
    if CONFIGURATION.secret_key:
        return CONFIGURATION.secret_key
    path = FORBEAR_KEYS / "django.key"
    if not path.exists():
        FORBEAR_KEYS.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48))
    return path.read_text()


def _database(url: str, role: str) -> dict[str, Any]:
    if not url and not CONFIGURATION.database_url:
        url = postgres.cluster(FORBEAR_HOME).url(role)
    if not url:
        raise BadInput("the role that owns the tables has no connection.", where="FORBEAR_OWNER_DATABASE_URL",
                       mend="Set it beside DATABASE_URL; it is used to migrate only.")  # fmt: skip
    parts = conninfo_to_dict(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.pop("dbname", ""),
        "USER": parts.pop("user", ""),
        "PASSWORD": parts.pop("password", ""),
        "HOST": parts.pop("host", ""),
        "PORT": parts.pop("port", ""),
        "OPTIONS": parts,
        "CONN_MAX_AGE": 60,
    }


SECRET_KEY = _secret_key()
DEBUG = CONFIGURATION.debug
ALLOWED_HOSTS = CONFIGURATION.hosts
CSRF_TRUSTED_ORIGINS = [CONFIGURATION.public_url]
DATABASES = {"default": _database(CONFIGURATION.database_url, postgres.APPLICATION)}
OWNER_DATABASE = _database(CONFIGURATION.owner_database_url, postgres.OWNER) if (
    CONFIGURATION.owner_database_url or not CONFIGURATION.database_url) else None  # fmt: skip

INSTALLED_APPS = [
    "forbear.casefile.apps.CasefileConfig",
    "forbear.workbench.apps.WorkbenchConfig",
    "forbear.portal.apps.PortalConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "axes",
    "csp",
    "ninja",
    "procrastinate.contrib.django",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "forbear.project.urls"
WSGI_APPLICATION = "forbear.project.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
            ],
        },
    }
]

PROCRASTINATE_IMPORT_PATHS = ["forbear.project.jobs"]
AUTH_USER_MODEL = "casefile.Staff"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_CALLABLE = "forbear.workbench.sign_in.locked"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
LOGIN_URL = "/desk/sign-in/"
LOGIN_REDIRECT_URL = "/desk/"
LOGOUT_REDIRECT_URL = "/desk/sign-in/"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("zh-hant", "繁體中文"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "portal" / "locale", PACKAGE / "workbench" / "locale"]
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 8 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = CONFIGURATION.public_url.startswith("https://")
SILENCED_SYSTEM_CHECKS: list[str] = []
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}

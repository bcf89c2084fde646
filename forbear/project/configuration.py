"""Settings from the environment (`FORBEAR_*`, `DATABASE_URL`) and one optional TOML file; unknown ones stop the start.

The environment wins over the file. `FORBEAR_SETTINGS` names the file.
"""

import os
import tomllib
from functools import cache
from pathlib import Path
from typing import Literal

import platformdirs
from pydantic import BaseModel, ConfigDict, ValidationError, field_validator

from forbear.kernel.errors import BadInput

PREFIX = "FORBEAR_"
_SET_BY_THE_LAUNCHER = {"FORBEAR_SETTINGS"}


class Configuration(BaseModel):
    """Every setting, with its default. In the environment, `home` is written `FORBEAR_HOME`, and so on."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    home: Path = Path(platformdirs.user_data_dir("forbear", appauthor=False))
    database_url: str = ""
    owner_database_url: str = ""
    zone: str = "Asia/Shanghai"
    engine: str = "forbear.project.engines.duckdb.DuckDB"
    playbook: str = "standard"
    overlays: str = ""
    staff_hours: str = "agent=60,specialist=12,counsellor=24,legal=4"
    demo: bool = False
    debug: bool = False
    secret_key: str = ""
    keys_from: str = "folder"
    data_keys: str = ""
    index_key: str = ""
    allowed_hosts: str = "127.0.0.1,localhost"
    port: int = 8000
    routes: str = "sms=file,email=file,portal=portal"
    smtp_host: str = ""
    smtp_port: int = 25
    smtp_security: Literal["none", "starttls", "tls"] = "none"
    smtp_user: str = ""
    smtp_password: str = ""
    mail_from: str = "care@anhe.example"
    lender_zh_hans: str = "安禾小额贷款"
    lender_zh_hant: str = "安禾小額貸款"
    lender_en: str = "Anhe Microloans"
    service_phone: str = "400-000-0000"
    service_hours: str = "9:00-18:00"
    complaint_phone: str = "400-000-0001"
    public_url: str = "http://127.0.0.1:8000"

    @field_validator("home")
    @classmethod
    def _absolute(cls, home: Path) -> Path:
        return home.expanduser().absolute()

    @property
    def hosts(self) -> list[str]:
        return [host.strip() for host in self.allowed_hosts.split(",") if host.strip()]


@cache
def current() -> Configuration:
    """The configuration of this process, read once."""
    return read(os.environ)


def read(environment: "os._Environ[str] | dict[str, str]") -> Configuration:
    """The configuration that an environment describes; one clear sentence for anything unknown or malformed."""
    values = _from_file(environment.get("FORBEAR_SETTINGS", ""))
    for name, value in environment.items():
        if name.startswith(PREFIX) and name not in _SET_BY_THE_LAUNCHER:
            values[name.removeprefix(PREFIX).lower()] = value
    if environment.get("DATABASE_URL"):
        values["database_url"] = environment["DATABASE_URL"]
    try:
        return Configuration.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        setting = PREFIX + "_".join(str(part) for part in first["loc"]).upper()
        known = ", ".join(sorted(PREFIX + name.upper() for name in Configuration.model_fields))
        mend = f"Known settings: {known}." if first["type"] == "extra_forbidden" else "Correct or remove it."
        what = "there is no such setting." if first["type"] == "extra_forbidden" else f"{first['msg']}."
        raise BadInput(what, where=setting, mend=mend) from error


def _from_file(path: str) -> dict[str, object]:
    if not path:
        return {}
    try:
        return tomllib.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadInput(f"the settings file cannot be read: {error}.", where=path, mend="Fix or unset it.") from error

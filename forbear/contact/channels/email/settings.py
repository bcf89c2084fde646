"""How to reach the mail server. Words and addresses never cross a network in the clear."""

from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator, model_validator

_THIS_MACHINE = {"127.0.0.1", "::1", "localhost"}


class Settings(BaseModel):
    """`security`: "tls" from the first byte, "starttls" or "none" (only to this machine itself).

    `unsubscribe_url` is the one-click address of a message, with `{message_id}` in it (RFC 8058).
    `timeout_seconds` is the longest wait for any one answer.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    host: str = Field(min_length=1)
    port: int = Field(ge=1, le=65535)
    security: Literal["tls", "starttls", "none"]
    sender: str = Field(pattern=r"^[!-;=?A-~]+@[A-Za-z0-9.-]+$")
    sender_name: str = Field(min_length=1, pattern=r"^[^\r\n]+$")
    unsubscribe_url: str = Field(pattern=r"^https?://[!-;=?-~]+$")
    username: str | None = None
    password: SecretStr | None = None
    ca_file: str | None = None
    timeout_seconds: float = Field(default=20, gt=0, le=120)

    @field_validator("unsubscribe_url")
    @classmethod
    def _names_the_message(cls, value: str) -> str:
        if "{message_id}" not in value:
            raise ValueError("the address needs {message_id} in it")
        return value

    @model_validator(mode="after")
    def _private(self) -> Self:
        if self.security == "none" and self.host not in _THIS_MACHINE:
            raise ValueError("mail to another machine needs security 'tls' or 'starttls'")
        if (self.username is None) != (self.password is None):
            raise ValueError("a username and a password go together")
        if self.security == "none" and self.username is not None:
            raise ValueError("a password needs security 'tls' or 'starttls'")
        if not self.unsubscribe_url.startswith("https://") and self.host not in _THIS_MACHINE:
            raise ValueError("the unsubscribe address must be https")
        return self

    @property
    def domain(self) -> str:
        """The sender's domain, which also ends every Message-ID."""
        return self.sender.rpartition("@")[2]

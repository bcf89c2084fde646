"""Puts every encrypted field of the casefile under the newest key, in small batches, while others read and write.

Each batch is its own transaction that holds its rows for milliseconds. There is no bookkeeping to lose: what is still
under an older key is what remains to be done, so a run that was killed is simply run again. Which key a token needs is
its first byte, which the database can read without being able to open it.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.apps import apps
from django.db import connection, transaction
from psycopg import sql

from forbear.casefile.fields import EncryptedText, vault

BATCH = 500
_NUMBER = "get_byte(decode(translate(left({column}, 4), '-_', '+/'), 'base64'), 0)"
Told = Callable[[int], None]


@dataclass(frozen=True)
class Field:
    """One encrypted column, and the context to which its tokens are bound."""

    table: str
    key: str
    column: str
    context: str

    def sql(self, text: str) -> sql.Composed:
        """A statement about this column."""
        number = sql.SQL(_NUMBER).format(column=sql.Identifier(self.column))
        names = {"table": sql.Identifier(self.table), "key": sql.Identifier(self.key),
                 "column": sql.Identifier(self.column), "number": number}  # fmt: skip
        return sql.SQL(text).format(**names)


def fields() -> Iterator[Field]:
    """Every encrypted column that there is."""
    for model in apps.get_app_config("casefile").get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, EncryptedText):
                key, column = str(model._meta.pk.column), str(field.column)
                yield Field(model._meta.db_table, key, column, f"{model._meta.model_name}.{column}")


def by_key() -> Counter[int]:
    """How many tokens need which key."""
    counted: Counter[int] = Counter()
    for field in fields():
        with connection.cursor() as cursor:
            cursor.execute(field.sql("SELECT {number}, count(*) FROM {table} WHERE {column} <> '' GROUP BY 1"))
            counted.update(dict(cursor.fetchall()))
    return counted


def rekey(told: Told = lambda done: None) -> int:
    """Put every token under the newest key; returns how many were made anew. Ends when none is left."""
    done = 0
    for field in fields():
        while keys := _left(field, vault().newest):
            for start in range(0, len(keys), BATCH):
                changed = _batch(field, vault().newest, keys[start : start + BATCH])
                done += changed
                told(changed)
    return done


@contextmanager
def nobody_writes() -> Iterator[None]:
    """Wait until every transaction that writes encrypted fields has ended, and let none begin inside the block."""
    with transaction.atomic(), connection.cursor() as cursor:
        tables = sorted({field.table for field in fields()})
        names = sql.SQL(", ").join(sql.Identifier(table) for table in tables)
        cursor.execute(sql.SQL("LOCK TABLE {} IN SHARE MODE").format(names))
        yield


def _left(field: Field, newest: int) -> list[object]:
    with connection.cursor() as cursor:
        cursor.execute(field.sql("SELECT {key} FROM {table} WHERE {column} <> '' AND {number} <> %s"), [newest])
        return [key for (key,) in cursor.fetchall()]


def _batch(field: Field, newest: int, keys: list[object]) -> int:
    chosen = """
        SELECT {key}, {column} FROM {table}
        WHERE {column} <> '' AND {number} <> %s AND {key} = ANY(%s) FOR UPDATE"""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(field.sql(chosen), [newest, keys])
        rows = cursor.fetchall()
        anew = [(vault().encrypt(vault().decrypt(token, field.context), field.context), key) for key, token in rows]
        if anew:
            cursor.executemany(field.sql("UPDATE {table} SET {column} = %s WHERE {key} = %s"), anew)
    return len(rows)

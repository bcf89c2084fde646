"""The database itself refuses to change or remove evidence: rows of the chain and stored decisions.

TRUNCATE needs its own statement trigger; the application role has no right to any of these (project/database.py).
"""

from django.db import migrations

TABLES = ("casefile_auditentry", "casefile_decision")

FORWARD = """
CREATE FUNCTION forbear_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only: % is refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'insufficient_privilege';
END $$;
""" + "".join(
    f"""
CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON {table}
  FOR EACH ROW EXECUTE FUNCTION forbear_append_only();
CREATE TRIGGER append_only_table BEFORE TRUNCATE ON {table}
  FOR EACH STATEMENT EXECUTE FUNCTION forbear_append_only();
"""
    for table in TABLES
)
BACKWARD = (
    "".join(f"DROP TRIGGER append_only_rows ON {table}; DROP TRIGGER append_only_table ON {table};" for table in TABLES)
    + "DROP FUNCTION forbear_append_only();"
)


class Migration(migrations.Migration):
    dependencies = [("casefile", "0001_first")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]

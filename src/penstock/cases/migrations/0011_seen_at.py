from django.db import migrations, models

# As the functions of 0008_seen, which they take the place of: they act as the tables' owner, who must see every row.
AS_OWNER = """LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  before text := COALESCE(current_setting('penstock.scope', true), '');
BEGIN
  PERFORM set_config('penstock.scope', 'all', true);"""
DONE = """  PERFORM set_config('penstock.scope', before, true);
  RETURN NULL;
END $$"""
FILL = """
SELECT set_config('penstock.scope', 'all', true);
UPDATE cases_seen SET updated_at = one.updated_at FROM cases_case one WHERE one.id = case_id;
"""
KEEP = f"""
CREATE OR REPLACE FUNCTION cases_seen_by_new() RETURNS trigger {AS_OWNER}
  INSERT INTO cases_seen (organisation_id, case_id, updated_at)
  SELECT DISTINCT unnest(audience), id, updated_at FROM fresh;
{DONE};
CREATE OR REPLACE FUNCTION cases_seen_by_changed() RETURNS trigger {AS_OWNER}
  DELETE FROM cases_seen WHERE case_id = NEW.id AND NOT organisation_id = ANY (NEW.audience);
  INSERT INTO cases_seen (organisation_id, case_id, updated_at)
  SELECT DISTINCT unnest(NEW.audience), NEW.id, NEW.updated_at ON CONFLICT DO NOTHING;
{DONE};
CREATE FUNCTION cases_seen_by_time() RETURNS trigger {AS_OWNER}
  UPDATE cases_seen SET updated_at = NEW.updated_at WHERE case_id = NEW.id;
{DONE};
CREATE TRIGGER seen_by_time AFTER UPDATE OF updated_at ON cases_case
  FOR EACH ROW WHEN (OLD.updated_at IS DISTINCT FROM NEW.updated_at) EXECUTE FUNCTION cases_seen_by_time();
"""
LEAVE = """
DROP TRIGGER seen_by_time ON cases_case;
DROP FUNCTION cases_seen_by_time;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0010_lists")]

    operations = [
        migrations.AddField("seen", "updated_at", models.DateTimeField(null=True)),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AlterField("seen", "updated_at", models.DateTimeField()),
        migrations.AddIndex(
            "seen", models.Index(fields=["organisation_id", "-updated_at", "-case_id"], name="seen_newest")
        ),
        migrations.RunSQL(KEEP, LEAVE),
    ]

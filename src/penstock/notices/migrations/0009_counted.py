import django.db.models.deletion
from django.db import migrations, models

# As of the audiences turned round: the functions act as the tables' owner, who must see every row for as long as they run.
AS_OWNER = """LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  before text := COALESCE(current_setting('penstock.scope', true), '');
BEGIN
  PERFORM set_config('penstock.scope', 'all', true);"""
DONE = """  PERFORM set_config('penstock.scope', before, true);
  RETURN NULL;
END $$"""
COUNT = """
  INSERT INTO notices_counted (importing, substance, year, notice_id)
  SELECT DISTINCT importing, unnest(substances), EXTRACT(YEAR FROM dispatch_on), case_ptr_id FROM {0}
  WHERE importing <> '' AND dispatch_on IS NOT NULL"""
FORGET = "DELETE FROM notices_counted WHERE notice_id = OLD.case_ptr_id;"
KEEP = f"""
CREATE FUNCTION notices_counted_by_new() RETURNS trigger {AS_OWNER}
  {COUNT.format("fresh")};
{DONE};
CREATE FUNCTION notices_counted_by_changed() RETURNS trigger {AS_OWNER}
  {FORGET}
  {COUNT.format("(SELECT NEW.importing, NEW.substances, NEW.dispatch_on, NEW.case_ptr_id) changed")};
{DONE};
CREATE FUNCTION notices_counted_by_none() RETURNS trigger {AS_OWNER}
  {FORGET}
{DONE};
CREATE TRIGGER counted_by_new AFTER INSERT ON notices_notice REFERENCING NEW TABLE AS fresh
  FOR EACH STATEMENT EXECUTE FUNCTION notices_counted_by_new();
CREATE TRIGGER counted_by_changed AFTER UPDATE OF importing, substances, dispatch_on ON notices_notice
  FOR EACH ROW WHEN (ROW(OLD.importing, OLD.substances, OLD.dispatch_on)
    IS DISTINCT FROM ROW(NEW.importing, NEW.substances, NEW.dispatch_on))
  EXECUTE FUNCTION notices_counted_by_changed();
CREATE TRIGGER counted_by_none AFTER DELETE ON notices_notice
  FOR EACH ROW EXECUTE FUNCTION notices_counted_by_none();
SELECT set_config('penstock.scope', 'all', true);
{COUNT.format("notices_notice")};
"""
LEAVE = """
DROP TRIGGER counted_by_new ON notices_notice;
DROP TRIGGER counted_by_changed ON notices_notice;
DROP TRIGGER counted_by_none ON notices_notice;
DROP FUNCTION notices_counted_by_new, notices_counted_by_changed, notices_counted_by_none;
"""


class Migration(migrations.Migration):
    dependencies = [("notices", "0008_rungs")]

    operations = [
        migrations.CreateModel(
            name="Counted",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "importing",
                        "substance",
                        "year",
                        "notice_id",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("importing", models.CharField(max_length=2)),
                ("substance", models.TextField()),
                ("year", models.SmallIntegerField()),
                (
                    "notice",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="counted",
                        to="notices.notice",
                    ),
                ),
            ],
        ),
        migrations.RunSQL(KEEP, LEAVE),
    ]

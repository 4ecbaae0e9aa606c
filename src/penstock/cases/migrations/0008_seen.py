import django.db.models.deletion
from django.db import migrations, models

# The functions act as the tables' owner, who must see every row of a fenced table for as long as they run.
AS_OWNER = """LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  before text := COALESCE(current_setting('penstock.scope', true), '');
BEGIN
  PERFORM set_config('penstock.scope', 'all', true);"""
DONE = """  PERFORM set_config('penstock.scope', before, true);
  RETURN NULL;
END $$"""
KEEP = f"""
CREATE FUNCTION cases_seen_by_new() RETURNS trigger {AS_OWNER}
  INSERT INTO cases_seen (organisation_id, case_id)
  SELECT DISTINCT unnest(audience), id FROM fresh;
{DONE};
CREATE FUNCTION cases_seen_by_changed() RETURNS trigger {AS_OWNER}
  DELETE FROM cases_seen WHERE case_id = NEW.id AND NOT organisation_id = ANY (NEW.audience);
  INSERT INTO cases_seen (organisation_id, case_id)
  SELECT DISTINCT unnest(NEW.audience), NEW.id ON CONFLICT DO NOTHING;
{DONE};
CREATE FUNCTION cases_seen_by_nobody() RETURNS trigger {AS_OWNER}
  DELETE FROM cases_seen WHERE case_id = OLD.id;
{DONE};
CREATE TRIGGER seen_by_new AFTER INSERT ON cases_case REFERENCING NEW TABLE AS fresh
  FOR EACH STATEMENT EXECUTE FUNCTION cases_seen_by_new();
CREATE TRIGGER seen_by_changed AFTER UPDATE OF audience ON cases_case
  FOR EACH ROW WHEN (OLD.audience IS DISTINCT FROM NEW.audience) EXECUTE FUNCTION cases_seen_by_changed();
CREATE TRIGGER seen_by_nobody AFTER DELETE ON cases_case
  FOR EACH ROW EXECUTE FUNCTION cases_seen_by_nobody();
SELECT set_config('penstock.scope', 'all', true);
INSERT INTO cases_seen (organisation_id, case_id) SELECT DISTINCT unnest(audience), id FROM cases_case;
"""
LEAVE = """
DROP TRIGGER seen_by_new ON cases_case;
DROP TRIGGER seen_by_changed ON cases_case;
DROP TRIGGER seen_by_nobody ON cases_case;
DROP FUNCTION cases_seen_by_new, cases_seen_by_changed, cases_seen_by_nobody;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0007_secrecy_and_enquiries")]

    operations = [
        migrations.CreateModel(
            name="Seen",
            fields=[
                ("organisation_id", models.UUIDField()),
                (
                    "case",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="cases.case",
                    ),
                ),
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "organisation_id", "case_id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(condition=models.Q(("is_open", True)), fields=["opener", "due_on", "id"], name="case_open"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("sent_at__isnull", True)),
                fields=["opener", "-updated_at", "-id"],
                name="case_draft",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("days_left__isnull", False)), fields=["counterpart"], name="case_stopped"
            ),
        ),
        migrations.RunSQL(KEEP, LEAVE),
    ]

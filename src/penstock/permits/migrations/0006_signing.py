from django.db import migrations

# How many sign is said of licences too, so the rules stand among the parties. The owner must see every row.
COPY = """
SELECT set_config('penstock.scope', 'all', true);
INSERT INTO parties_signingrule (id, organisation_id, matter, needs_two, set_by, set_at)
SELECT gen_random_uuid(), organisation_id, 'permits', needs_two, set_by, set_at FROM permits_signingrule;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('parties', '0006_licensing'),
        ('permits', '0005_handling'),
    ]

    operations = [
        migrations.RunSQL(COPY, migrations.RunSQL.noop),
        migrations.DeleteModel(
            name='SigningRule',
        ),
    ]
